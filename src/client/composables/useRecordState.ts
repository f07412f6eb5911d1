// How far a record is on its way to the ward: its sign, its colour and its words, the same in every list and in the legend
// that explains them.
import { CircleAlert, CircleCheck, RefreshCw, Smartphone } from '@lucide/vue'
import type { Component } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSyncStatusStore } from '../stores/syncStatus.ts'

export const recordStates = ['saved', 'sending', 'sent', 'review'] as const
export type RecordState = (typeof recordStates)[number]

export interface RecordSign {
  readonly tone: 'neutral' | 'mend' | 'sent'
  readonly icon: Component
  readonly label: string
  /** For a row. */
  readonly short: string
}

/** Only who must look has a colour that calls: waiting is nothing to worry about. */
const signs = {
  saved: { tone: 'neutral', icon: Smartphone, short: 'sync.savedShort' },
  sending: { tone: 'neutral', icon: RefreshCw, short: 'sync.sending' },
  sent: { tone: 'sent', icon: CircleCheck, short: 'sync.sentShort' },
  review: { tone: 'mend', icon: CircleAlert, short: 'sync.review' },
} as const

export function useRecordState() {
  const { t } = useI18n()
  const status = useSyncStatusStore()

  const signOf = (state: RecordState): RecordSign => {
    const { tone, icon, short } = signs[state]
    return { tone, icon, label: t(`sync.${state}`), short: t(short) }
  }

  return {
    signOf,
    /** Of what the ward does not have yet. */
    waiting: () => signOf(status.state === 'sending' ? 'sending' : 'saved'),
  }
}
