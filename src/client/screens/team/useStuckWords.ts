// What is stuck on somebody's phone, in words. It comes from the server as it was sent: this app may not know its kind.
import { useI18n } from 'vue-i18n'
import { parseCommand } from '#domain/commands.ts'
import { Problem, type ProblemCode, type ProblemReport } from '#domain/problem.ts'
import type { StuckCommand } from '#protocol/stuck.ts'
import { joined } from '../../composables/joined.ts'
import { useCommandWords, type CommandWords } from '../../composables/useCommandWords.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useProblemText } from '../../composables/useProblemText.ts'
import type { View } from '../../view/view.ts'

/** Whoever recorded it is told what to do about these; a lead has no field for it, and nobody to ask. */
const facts: readonly ProblemCode[] = ['dateInFuture', 'notAllowed', 'rowUnknown', 'rowExists', 'memberLeft']

export function useStuckWords() {
  const { t } = useI18n()
  const format = useFormat()
  const commands = useCommandWords()
  const problemText = useProblemText()

  return {
    describe(view: View, stuck: StuckCommand): CommandWords {
      const words = describeCommand(view, stuck)
      return { ...words, detail: joined([stuck.memberName, words.detail]) }
    },
    /** Why the ward did not take it. */
    reasonOf(report: ProblemReport | undefined): string {
      if (!report) return t('outbox.undecided')
      return facts.includes(report.code) ? t(`stuck.why.${report.code}`) : problemText(report)
    },
  }

  function describeCommand(view: View, stuck: StuckCommand): CommandWords {
    try {
      return commands.describe(view, parseCommand(stuck))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return { title: t('stuck.unread'), detail: format.nearTime(stuck.at), to: undefined }
    }
  }
}
