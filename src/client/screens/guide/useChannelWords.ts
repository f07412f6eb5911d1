// Channels as one says them in a row: "Trực tuyến, trực tiếp".
import { useI18n } from 'vue-i18n'
import type { Channel } from '#domain/guide.ts'

export function useChannelWords() {
  const { t } = useI18n()
  return (channels: readonly Channel[]) =>
    channels
      .map((channel) => t(`guide.channel.${channel}`))
      .map((words, index) => (index === 0 ? words : words.charAt(0).toLowerCase() + words.slice(1)))
      .join(', ')
}
