// A counted thing in words: whom it was for, and what of the visit it is.
import { useI18n } from 'vue-i18n'
import type { FigureRecord } from '#protocol/figures.ts'
import { longKey } from '../../composables/indicatorKeys.ts'
import { joined } from '../../composables/joined.ts'
import { useLevelWords } from '../../composables/useLevelWords.ts'
import { useView } from '../../composables/useView.ts'

export function useRecordWords() {
  const { t } = useI18n()
  const levelWords = useLevelWords()
  const procedures = useView((view) => new Map(view.all('procedures').map(({ id, name }) => [id, name])))

  function what({ what: counted, on }: FigureRecord): string | undefined {
    switch (counted?.kind) {
      case 'account':
        return t(longKey(`accounts.${counted.account}`, 'extent'))
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
    who({ isAnonymous, residentName, birthYear }: FigureRecord): string {
      if (isAnonymous) return t('records.noName')
      return residentName === null
        ? t('records.nameWithheld')
        : [residentName, birthYear].filter(Boolean).join(', ')
    },
  }
}
