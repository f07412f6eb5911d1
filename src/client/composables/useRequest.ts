// The life of one online request: under way, answered, or failed with a Problem. A newer one makes an older one moot.
import { ref, shallowRef } from 'vue'
import { Problem } from '#domain/problem.ts'

export function useRequest<T, A extends unknown[]>(ask: (...args: A) => Promise<T>) {
  const data = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const isLoading = ref(false)
  let latest = 0

  /** The answer, or undefined when it failed (see `problem`) or a newer request has overtaken it. */
  async function run(...args: A): Promise<T | undefined> {
    const mine = ++latest
    isLoading.value = true
    problem.value = undefined
    try {
      const answer = await ask(...args)
      if (mine !== latest) return undefined
      data.value = answer
      return answer
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (mine === latest) problem.value = error
      return undefined
    } finally {
      if (mine === latest) isLoading.value = false
    }
  }

  return { data, problem, isLoading, run }
}
