// Where the line to the ward stands, derived from the outbox and the last answer alone. Written by sync alone.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { ProblemReport } from '#domain/problem.ts'

/**
 * `quiet`: everything is said and heard. `sending`: a request is under way. `offline`: nobody answered.
 * `waiting`: the ward answered with trouble, or there is something that has not been sent yet.
 */
export type LineState = 'quiet' | 'sending' | 'offline' | 'waiting'

export const useSyncStatusStore = defineStore('syncStatus', () => {
  const state = ref<LineState>('waiting')
  /** Commands that the ward has not answered. */
  const unsent = ref(0)
  /** Commands that the ward took today. */
  const sentToday = ref(0)
  /** Commands that the ward refused or could not decide, and that nobody has looked at. */
  const review = ref(0)
  /** What the ward told this member and they have not seen. */
  const notices = ref(0)
  /** When the ward last took everything, milliseconds since 1970. */
  const lastSentAt = ref<number>()
  /** Why the last request failed. */
  const problem = ref<ProblemReport>()
  /** Whether the ward's last answer came whole, since this phone was opened. */
  const isHeard = ref(false)
  /** Something has waited very long though there is a network; the line has been begun anew (sync/watchdog.ts). */
  const isStuck = ref(false)
  /** The server's clock less this phone's in milliseconds, by the last good reply. */
  const clockOffset = ref<number>()
  /** The browser has cut this page off from its storage: nothing can be kept until the page is loaded anew. */
  const isStorageLost = ref(false)
  /** "All sent" is said only while this holds. */
  const isAllSent = computed(() => unsent.value === 0 && isHeard.value)
  function reset() {
    state.value = 'waiting'
    unsent.value = sentToday.value = review.value = notices.value = 0
    lastSentAt.value = problem.value = undefined
    clockOffset.value = undefined
    isHeard.value = isStuck.value = isStorageLost.value = false
  }
  return {
    reset,
    state,
    unsent,
    sentToday,
    review,
    notices,
    lastSentAt,
    problem,
    isHeard,
    isStuck,
    clockOffset,
    isStorageLost,
    isAllSent,
  }
})
