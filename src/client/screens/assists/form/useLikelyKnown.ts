// Whether somebody who is being written down is known already: asked once before they are saved, and at once where their
// card says so.
import { shallowRef, watch, type Ref } from 'vue'
import { useResidents, type LikelyMatch } from '../../../composables/useResidents.ts'
import { isPersonTyped, type AssistForm } from './assistForm.ts'

export function useLikelyKnown(form: Ref<AssistForm>) {
  const { likelyKnown } = useResidents()
  const matches = shallowRef<readonly LikelyMatch[]>([])
  /** Whether the answer goes on with what it held up. */
  let isHeldUp = false

  function find(): LikelyMatch[] {
    const { seen, isNewPerson } = form.value
    return seen === null && !isNewPerson && isPersonTyped(form.value) ? likelyKnown(form.value) : []
  }

  // Another name is another question.
  watch(
    () => [form.value.knownId, form.value.name, form.value.birthYear, form.value.phone, form.value.idHash],
    () => {
      matches.value = []
      form.value.isNewPerson = false
    },
    { flush: 'sync' },
  )

  return {
    matches,
    /** Whether there is somebody to ask about before going on. */
    look(): boolean {
      matches.value = find()
      isHeldUp = matches.value.length > 0
      return isHeldUp
    },
    /** Also where somebody was picked: the card may be known as another's. */
    lookByCard() {
      const { seen, countOnly, knownId } = form.value
      const found = seen === null && !countOnly ? likelyKnown(form.value) : []
      matches.value = found.filter(({ resident, why }) => why === 'sameId' && resident.id !== knownId)
      isHeldUp = false
    },
    /** None of them. Whether that was all that was waited for. */
    isAnother(): boolean {
      form.value.isNewPerson = true
      matches.value = []
      return isHeldUp
    },
  }
}
