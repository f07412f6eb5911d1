// What somebody needs to know before they go, as plain text to pass on by any messenger. It says nothing of any person.
import { useI18n } from 'vue-i18n'
import { feesOn, papersOf } from '#domain/guide.ts'
import type { Day } from '#domain/period.ts'
import type { Procedure } from '#domain/procedure.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { portalOf } from './portal.ts'
import { useChannelWords } from './useChannelWords.ts'

export function useChecklist() {
  const { t } = useI18n()
  const format = useFormat()
  const channelWords = useChannelWords()

  function feeLine({ channels, fee }: ReturnType<typeof feesOn>[number]): string {
    const words = `${channelWords(channels)}: ${fee?.amount ?? t('guide.unsaid')}`
    return fee?.note ? `- ${words} (${fee.note.replace(/\.$/, '')})` : `- ${words}`
  }

  return (procedure: Procedure, on: Day): string => {
    const { name, code, channels, time, timeNote, office, whoMay } = procedure
    const papers = papersOf(procedure)
    const said = time ?? timeNote ?? t('guide.unsaid')
    const places = [
      channels.includes('online') ? `${t('guide.channel.online')}: ${portalOf(procedure)}` : '',
      office && channels.includes('direct') ? `${t('guide.channel.direct')}: ${office}` : '',
    ]
    const lines = [
      `${name} (${code})`,
      '',
      `${t('guide.papers')}:`,
      ...(papers.length > 0 ? papers.map((paper) => `- ${paper}`) : [t('guide.papersUnsaid')]),
      '',
      `${t('guide.time')}: ${time && timeNote ? `${said} (${timeNote})` : said}`,
      `${t('guide.fees')} (${format.day(on)}):`,
      ...feesOn(procedure, on).map(feeLine),
      ...places.filter(Boolean),
      ...(whoMay ? [`${t('guide.whoMay')}: ${whoMay}`] : []),
    ]
    return lines.join('\n')
  }
}
