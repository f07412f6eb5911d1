// What is typed of a person. The form is a draft at every moment, so what no draft may keep, the number of a card or all that
// a scanner reads from it, stands in its field alone, and leaves it as a scan.
import { reactive, watch, type Ref } from 'vue'
import { isMeantAsCard } from '#domain/idCard.ts'
import { toStoredIdNumber } from '#domain/identity.ts'
import { holdsNumber } from '#domain/names.ts'
import { isEndOfWord } from '../../../components/nextField.ts'
import { personTexts, type AssistForm, type PersonText } from './assistForm.ts'

export function usePersonTexts(form: Ref<AssistForm>, onCard: (typed: string) => void) {
  const strays = reactive<Partial<Record<PersonText, string>>>({})

  function type(field: PersonText, typed: string) {
    const isStray = field === 'phone' ? isNoPhone(typed) : holdsNumber(typed)
    if (isStray) strays[field] = typed
    else delete strays[field]
    const now = personTexts.filter((one) => strays[one] !== undefined)
    // Whoever only opens a form has begun no draft.
    if (now.join() !== form.value.strays.join()) form.value.strays = now
    form.value[field] = isStray ? '' : typed
  }

  for (const field of personTexts) type(field, form.value[field])
  // A card, or somebody who was picked, fills them in too.
  watch(
    () => personTexts.map((field) => form.value[field]),
    () => personTexts.forEach((field) => form.value[field] !== '' && type(field, form.value[field])),
  )

  return {
    strays,
    type,
    shown: (field: PersonText) => strays[field] ?? form.value[field],

    /** Scanners end what they type with Enter or Tab. In a word that is being composed these mean something else. */
    press(field: PersonText, event: KeyboardEvent) {
      const typed = strays[field]
      const isEnd = (event.key === 'Enter' || event.key === 'Tab') && !isEndOfWord(event)
      if (!isEnd || typed === undefined || !isMeantAsCard(typed)) return
      // The field would go on to the next one.
      event.stopImmediatePropagation()
      event.preventDefault()
      type(field, '')
      onCard(typed)
    },
  }
}

/** Longer than any phone number, or between bars. */
function isNoPhone(typed: string): boolean {
  const digits = toStoredIdNumber(typed)
  return typed.includes('|') || (/^\d{12}/.test(digits) && !digits.startsWith('0084'))
}
