// What is typed into a search is there again on the way back. It may be somebody's name or phone number, so it stands
// neither in the address nor in the browser's history: a place in that has only a mark, and the text belonging to it lies
// in memory, as long as the page. The field keeps its own text: nothing that comes late rewrites what somebody composes.
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { useRouter, type HistoryState } from 'vue-router'
import { useSessionStore } from '../stores/session.ts'
import { useClient } from './useClient.ts'

/** By mark, of one member: whoever opens the phone after them finds nothing. */
const texts = new Map<unknown, string>()
let owner: string | undefined

export interface QueryText {
  readonly query: Ref<string>
  /** For a link to a list that is to begin with the same text. */
  readonly state: HistoryState
}

export function useQueryText(): QueryText {
  const router = useRouter()
  const { history } = router.options
  const { member } = useSessionStore()
  if (owner !== member?.id) texts.clear()
  owner = member?.id
  const mark = useClient().newId()
  const [place] = router.currentRoute.value.matched
  const query = ref(textHere())
  texts.set(mark, query.value)

  function textHere(): string {
    return texts.get(history.state['text']) ?? ''
  }

  function keep() {
    texts.set(mark, query.value)
    // Once for each place: some browsers let the history be changed only a hundred times in half a minute.
    if (history.state['text'] !== mark) history.replace(history.location, { text: mark })
  }

  watch(query, keep, { flush: 'sync' })
  // A list stands on while what was chosen in it opens beside it: that place is to have its text too.
  const stop = router.afterEach(({ matched }, _from, failure) => {
    if (!failure && matched[0] === place && textHere() !== query.value) keep()
  })
  onScopeDispose(stop)
  return { query, state: { text: mark } }
}
