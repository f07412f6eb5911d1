// A Problem in the words of the person's language.
import { useI18n } from 'vue-i18n'
import type { ProblemReport } from '#domain/problem.ts'

export function useProblemText(): (problem: ProblemReport) => string {
  const { t } = useI18n()
  return ({ code, details }) => t(`problem.${code}`, { ...details })
}
