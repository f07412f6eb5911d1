// The answers of a form in words, each with the step at which it is given.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { formatPhone, toStoredPhone } from '#domain/identity.ts'
import { useAssistWords } from '../../../composables/useAssistWords.ts'
import { useFormat } from '../../../composables/useFormat.ts'
import { useProblemText } from '../../../composables/useProblemText.ts'
import { useView } from '../../../composables/useView.ts'
import type { AssistForm } from './assistForm.ts'
import { warningOf } from './checkAssistForm.ts'
import { itemsOf } from './formItems.ts'
import type { Step } from './formSteps.ts'

export interface Answer {
  readonly name: string
  readonly label: string
  readonly lines: readonly string[]
  readonly step: Step
  /** The field to begin in. */
  readonly field?: string
  readonly warning?: string | undefined
}

export function useFormWords(form: () => AssistForm) {
  const { t } = useI18n()
  const format = useFormat()
  const words = useAssistWords()
  const problemText = useProblemText()

  const who = computed(() => {
    const { countOnly, name, birthYear, phone, idLastFour } = form()
    if (countOnly) return [t('assists.countOnly')]
    const four = idLastFour.trim() && `${t('residents.idLastFour')}: ${idLastFour.trim()}`
    return [name.trim(), birthYear.trim(), phone.trim() && formatPhone(toStoredPhone(phone)), four].filter(
      Boolean,
    )
  })

  const done = useView((view) => {
    const submitted = form().dossiers
    const dossiers = submitted.map(({ procedureText, code }) =>
      [procedureText || t('assists.dossier'), code.trim()].filter(Boolean).join(' · '),
    )
    const others = Object.values(itemsOf(form())).filter(
      (item) => item.kind !== 'dossier' || item.act !== 'new',
    )
    return [...dossiers, ...others.map((item) => words.item(view, item))]
  })

  return computed<Answer[]>(() => {
    const { place, helpMode, on, note, dossiers, laters, failures } = form()
    const report = warningOf('note', note)
    const hasDetails = dossiers.length + laters.length + failures.length > 0
    return [
      { name: 'who', label: t('assistForm.who'), lines: who.value, step: 'who' },
      { name: 'items', label: t('assistForm.what'), lines: done.value, step: 'items' },
      ...(hasDetails
        ? [{ name: 'details', label: t('visit.details'), lines: marksOf(form()), step: 'details' as const }]
        : []),
      {
        name: 'place',
        label: t('assistForm.place'),
        lines: place ? [t(`place.${place}`)] : [],
        step: 'whenWhere',
        field: 'place',
      },
      {
        name: 'helpMode',
        label: t('assistForm.helpMode'),
        lines: helpMode ? [t(`helpMode.${helpMode}`)] : [],
        step: 'whenWhere',
        field: 'helpMode',
      },
      {
        name: 'on',
        label: t('assistForm.on'),
        lines: on ? [format.nearDay(on)] : [],
        step: 'whenWhere',
        field: 'on',
      },
      {
        name: 'note',
        label: t('assistForm.note'),
        lines: note.trim() ? [note.trim()] : [],
        step: 'whenWhere',
        field: 'note',
        warning: report && problemText(report),
      },
    ]
  })

  /** What is said of dossiers beyond their names. */
  function marksOf({ dossiers, failures }: AssistForm): string[] {
    const marks = (['paidOnline', 'byPost', 'eCertified'] as const).filter((mark) =>
      dossiers.some((dossier) => dossier[mark]),
    )
    return [
      ...marks.map((mark) => t(`assistForm.${mark}`)),
      ...failures.flatMap(({ remark }) => remark.trim() || []),
    ]
  }
}
