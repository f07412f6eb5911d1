// What is typed into a search stands in the address as well, so that it is still there on the way back and after a reload.
// The field keeps its own text: an address that came late must not rewrite what somebody is composing.
import { watchDebounced } from '@vueuse/core'
import { ref, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Some browsers let the address be changed only a hundred times in half a minute. */
const rest = 250

export function useQueryText(name: string): Ref<string> {
  const route = useRoute()
  const router = useRouter()
  const found = route.query[name]
  const text = ref(typeof found === 'string' ? found : '')
  const { path } = route

  watchDebounced(
    text,
    (typed) => {
      if (!route.path.startsWith(path)) return
      void router.replace({ query: { ...route.query, [name]: typed || undefined } })
    },
    { debounce: rest },
  )
  return text
}
