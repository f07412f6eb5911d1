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
  /** When the ward last took everything, milliseconds since 1970. */
  const lastSentAt = ref<number>()
  /** Why the last request failed. */
  const problem = ref<ProblemReport>()
  /** Whether the ward's last answer came whole, since this phone was opened. */
  const isHeard = ref(false)
  /** "All sent" is said only while this holds. */
  const isAllSent = computed(() => unsent.value === 0 && isHeard.value)
  function reset() {
    state.value = 'waiting'
    unsent.value = sentToday.value = review.value = 0
    lastSentAt.value = problem.value = undefined
    isHeard.value = false
  }
  return { reset, state, unsent, sentToday, review, lastSentAt, problem, isHeard, isAllSent }
})
