// One tap that the phone must keep: whether it did, and otherwise why not, said at the bottom.
import { Problem } from '#domain/problem.ts'
import { useProblemText } from '../../composables/useProblemText.ts'
import { useToast } from '../../composables/useToast.ts'

export function useAttempt() {
  const problemText = useProblemText()
  const { show } = useToast()
  return async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      show({ text: problemText(error) })
      return false
    }
  }
}
