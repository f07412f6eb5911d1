// What the ward did not take, in words, with what can be done about each.
import { useI18n } from 'vue-i18n'
import type { ProblemReport } from '#domain/problem.ts'
import { groupReview, type Matter } from '../../composables/reviewGroups.ts'
import { useCommandWords, type CommandWords } from '../../composables/useCommandWords.ts'
import { useProblemText } from '../../composables/useProblemText.ts'
import { useView } from '../../composables/useView.ts'
import { useSessionStore } from '../../stores/session.ts'
import { hasForm } from '../assists/form/useMend.ts'
import type { View } from '../../view/view.ts'

export interface ShownMatter extends CommandWords {
  readonly id: string
  readonly reason: string
  /** Nothing is wrong with it as far as anybody knows. */
  readonly isUndecided: boolean
  /** Whether it is mended in a form; otherwise it can only be sent again as it is. */
  readonly hasForm: boolean
  readonly waiting: readonly { readonly id: string; readonly detail: string }[]
  readonly matter: Matter
}

export function useMatters() {
  const { t } = useI18n()
  const session = useSessionStore()
  const words = useCommandWords()
  const problemText = useProblemText()

  /** There is no field here in which another day could be chosen. */
  const reasonOf = (problem: ProblemReport) =>
    problem.code === 'dateInFuture' ? t('stuck.why.dateInFuture') : problemText(problem)

  function toShown(view: View, matter: Matter): ShownMatter {
    const { command, problem, outcome } = matter.reviewed
    const isUndecided = outcome === 'parked'
    return {
      id: command.id,
      ...words.describe(view, command),
      reason: problem && !isUndecided ? reasonOf(problem) : t('outbox.undecided'),
      isUndecided,
      hasForm: hasForm(view, command, session.member?.id ?? ''),
      waiting: matter.waiting.map((one) => ({ id: one.command.id, detail: words.deed(one.command) })),
      matter,
    }
  }

  return useView((view) =>
    groupReview(view.review).map(({ key, matters }) => ({
      key,
      matters: matters.map((matter) => toShown(view, matter)),
    })),
  )
}
