// Choices that are kept in the address, so that the way back finds the list as it was left. Those that are open stay out
// of it. What is not among a choice's values was never chosen.
import { ref, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export type Choices<O extends Record<string, readonly string[]>> = {
  [K in keyof O]?: O[K][number] | undefined
}

export function useQueryChoices<const O extends Record<string, readonly string[]>>(
  options: O,
): Ref<Choices<O>> {
  const route = useRoute()
  const router = useRouter()
  const { path } = route
  const names = Object.keys(options)
  const choices = ref(
    Object.fromEntries(
      names.map((name) => [name, options[name]?.find((value) => value === route.query[name])]),
    ),
  ) as Ref<Choices<O>>

  watch(
    choices,
    (chosen) => {
      // A list beside its detail keeps them while the address is that of the detail.
      if (!route.path.startsWith(path)) return
      const given = Object.fromEntries(names.map((name) => [name, chosen[name]]))
      void router.replace({ query: { ...route.query, ...given } })
    },
    { deep: true },
  )
  return choices
}
