// The answers of a form in words, each with the step at which it is given.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { AssistItem } from '#domain/assist.ts'
import { formatPhone, toStoredPhone } from '#domain/identity.ts'
import { joined } from '../../../composables/joined.ts'
import { useAssistWords } from '../../../composables/useAssistWords.ts'
import { useFormat } from '../../../composables/useFormat.ts'
import { useLevelWords } from '../../../composables/useLevelWords.ts'
import { useProblemText } from '../../../composables/useProblemText.ts'
import { useView } from '../../../composables/useView.ts'
import type { View } from '../../../view/view.ts'
import type { AssistForm, DossierForm } from './assistForm.ts'
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
  const levelWords = useLevelWords()
  const problemText = useProblemText()

  const who = computed(() => {
    const { countOnly, name, birthYear, phone, idLastFour } = form()
    if (countOnly) return [t('assists.countOnly')]
    const four = idLastFour.trim() && `${t('residents.idLastFour')}: ${idLastFour.trim()}`
    const born = birthYear.trim() && t('residents.bornIn', { year: birthYear.trim() })
    return [name.trim(), born, phone.trim() && formatPhone(toStoredPhone(phone)), four].filter(Boolean)
  })

  /** What was ticked. What there is to say of it is given with the details. */
  const done = useView((view) => {
    const { dossiers, laters, failures } = form()
    const items = Object.values(itemsOf(form()))
    const of = (kind: AssistItem['kind']) => items.filter((one) => one.kind === kind).map(wordsIn(view))
    return [
      ...of('account'),
      ...(dossiers.length > 0 ? [t('visit.newDossier')] : []),
      ...(laters.length > 0 ? [t('visit.addLater')] : []),
      ...of('skill'),
      ...(failures.length > 0 ? [t('assistForm.addFailure')] : []),
    ]
  })

  const details = useView((view) => {
    const { dossiers, laters, failures } = form()
    const items = itemsOf(form())
    const saidOf = ({ itemId }: { itemId: string }) => {
      const item = items[itemId]
      return item ? [wordsIn(view)(item)] : []
    }
    return [
      ...dossiers.map(dossierWords),
      ...laters.flatMap(saidOf),
      ...failures.flatMap((failure) => {
        // Of another reason than those listed, the words say already what was typed.
        const remark = failure.reason === 'KHAC' ? '' : failure.remark.trim()
        return [...saidOf(failure), ...(remark ? [remark] : [])]
      }),
    ]
  })

  function wordsIn(view: View) {
    return (item: AssistItem) => words.item(view, item)
  }

  function dossierWords(dossier: DossierForm): string {
    const { procedureText, level, code } = dossier
    const marks = (['paidOnline', 'byPost', 'eCertified'] as const).filter((mark) => dossier[mark])
    return joined([
      procedureText || t('assists.dossier'),
      level && levelWords(level, form().on || format.today()),
      code.trim(),
      ...marks.map((mark) => t(`assistForm.${mark}`)),
    ])
  }

  return computed<Answer[]>(() => {
    const { place, helpMode, on, note, dossiers, laters, failures } = form()
    const report = warningOf('note', note)
    const hasDetails = dossiers.length + laters.length + failures.length > 0
    return [
      { name: 'who', label: t('assistForm.who'), lines: who.value, step: 'who' },
      { name: 'items', label: t('assistForm.what'), lines: done.value, step: 'items' },
      ...(hasDetails
        ? [{ name: 'details', label: t('visit.details'), lines: details.value, step: 'details' as const }]
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
}
