// A change that a person makes: checked, shown and durably saved on this phone. It never waits for the network.
import { ref, shallowRef } from 'vue'
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import { Problem } from '#domain/problem.ts'
import { useClient } from './useClient.ts'

export function useCommand() {
  const client = useClient()
  const problem = shallowRef<Problem>()
  const isRunning = ref(false)

  /** Whether it is saved; otherwise `problem` says why not. `base` is the version that the author saw. */
  async function run<N extends CommandName>(name: N, args: CommandArgs<N>, base = 0): Promise<boolean> {
    if (isRunning.value) return false
    isRunning.value = true
    problem.value = undefined
    try {
      await client.run(name, args, base)
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problem.value = error
      return false
    } finally {
      isRunning.value = false
    }
  }

  return { run, problem, isRunning }
}
