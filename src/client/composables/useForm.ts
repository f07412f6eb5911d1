// The life of a form: what is wrong stands beside its field and in a summary, and what was typed stays.
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { Problem, type ProblemReport } from '#domain/problem.ts'
import { useProblemText } from './useProblemText.ts'

export interface FieldProblem {
  /** Id of the input. */
  readonly field: string
  readonly problem: ProblemReport
}

export function useForm() {
  const { t } = useI18n()
  const problemText = useProblemText()
  const fieldProblems = shallowRef<readonly FieldProblem[]>([])
  /** What is wrong with no field of it. */
  const problem = shallowRef<ProblemReport>()
  const attempt = ref(0)
  const isBusy = ref(false)

  const items = computed(() =>
    fieldProblems.value.map(({ field, problem: report }) => ({
      id: field,
      text: problemText(report),
      code: report.code,
    })),
  )
  const errors = computed<Readonly<Record<string, string | undefined>>>(() =>
    Object.fromEntries(items.value.map(({ id, text }) => [id, text])),
  )

  /**
   * Runs `work` unless `check` finds something; a Problem that names one of `fields`, or is placed by them, goes to its
   * input. True when all went well.
   */
  async function submit(
    check: () => readonly FieldProblem[],
    work: () => Promise<void>,
    fields: readonly string[] | ((report: ProblemReport) => string | undefined) = [],
  ): Promise<boolean> {
    if (isBusy.value) return false
    attempt.value++
    problem.value = undefined
    fieldProblems.value = check()
    if (fieldProblems.value.length > 0) return fail()
    isBusy.value = true
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const report = error.toReport()
      const named = fields instanceof Function ? fields(report) : report.field
      const field = fields instanceof Function || fields.includes(named ?? '') ? named : undefined
      if (field !== undefined) fieldProblems.value = [{ field, problem: report }]
      else problem.value = report
      return fail()
    } finally {
      isBusy.value = false
    }
  }

  /** Says what is wrong already when the form opens: at its field, or above all of them. */
  function tell(report: ProblemReport, field: string | undefined) {
    fieldProblems.value = field === undefined ? [] : [{ field, problem: report }]
    problem.value = field === undefined ? report : undefined
  }

  /** What was asked for in these fields is there, or is not asked for any more. */
  function forget(fields: readonly string[]) {
    fieldProblems.value = fieldProblems.value.filter(({ field }) => !fields.includes(field))
    const prefix = errorPrefix()
    const isRight = fieldProblems.value.length === 0 && problem.value === undefined
    if (isRight && document.title.startsWith(prefix)) document.title = document.title.slice(prefix.length)
  }

  const errorPrefix = () => t('app.errorTitle', { title: '' })

  function fail(): false {
    const prefix = errorPrefix()
    if (!document.title.startsWith(prefix)) document.title = `${prefix}${document.title}`
    return false
  }

  const problemWords = computed(() => problem.value && problemText(problem.value))
  return { submit, tell, forget, errors, items, attempt, isBusy, problem, problemWords }
}
