// A counted thing in words: whom it was for, and what of the visit it is; and how many there are of its kind.
import { useI18n } from 'vue-i18n'
import type { Indicator } from '#domain/figures.ts'
import type { FigureRecord } from '#protocol/figures.ts'
import { joined } from '../../composables/joined.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useLevelWords } from '../../composables/useLevelWords.ts'
import { useView } from '../../composables/useView.ts'

export function useRecordWords() {
  const { t } = useI18n()
  const format = useFormat()
  const levelWords = useLevelWords()
  const procedures = useView((view) => new Map(view.all('procedures').map(({ id, name }) => [id, name])))

  function what({ what: counted, on }: FigureRecord): string | undefined {
    switch (counted?.kind) {
      case 'account':
        return t(`accountInRow.${counted.account}`)
      case 'failure':
        return t(`reason.${counted.reason}`)
      case 'dossier': {
        const name = procedures.value.get(counted.procedureId ?? '') ?? t('assists.dossier')
        return joined([ownPart(counted.code), name, levelWords(counted.level, on)])
      }
      default:
        return undefined
    }
  }

  /** What follows the agency, which is the same for all of a ward; first, so that a narrow row still tells two apart. */
  function ownPart(code: string | null): string | undefined {
    return code?.slice(code.indexOf('-') + 1)
  }

  return {
    what,
    count: (indicator: Indicator, count: number) =>
      t(`records.counted.${kindOf(indicator)}`, { count: format.number(count) }, count),
    who({ isAnonymous, residentName, birthYear }: FigureRecord): string {
      if (isAnonymous) return t('records.noName')
      return residentName === null
        ? t('records.nameWithheld')
        : [residentName, birthYear].filter(Boolean).join(', ')
    },
  }
}

/** What the things of an indicator are, each of them. */
function kindOf(indicator: Indicator): 'people' | 'visits' | 'accounts' | 'dossiers' | 'failures' {
  if (indicator === 'people' || indicator === 'peopleWithAccount') return 'people'
  if (indicator === 'assists' || indicator === 'anonymousAssists') return 'visits'
  if (indicator.startsWith('accounts')) return 'accounts'
  return indicator.startsWith('failures') ? 'failures' : 'dossiers'
}
