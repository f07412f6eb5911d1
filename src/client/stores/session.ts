// Who works on this phone, and how far the door is open. Written by the session service alone.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Role } from '#domain/member.ts'

/**
 * starting → signedOut → choosingPin → filling → open ⇄ locked; `broken` when the browser gives no storage at all.
 * `filling`: the ward's rows are coming for the first time; `locked`: they are here, sealed, and the PIN is asked.
 */
export type Phase = 'starting' | 'broken' | 'signedOut' | 'choosingPin' | 'filling' | 'locked' | 'open'

export interface SessionMember {
  id: string
  name: string
  role: Role
  teamIds: readonly string[]
}

/** Somebody whose data this phone keeps. */
export interface KnownPerson {
  memberId: string
  name: string
  wardName: string
}

export const useSessionStore = defineStore('session', () => {
  const phase = ref<Phase>('starting')
  const member = ref<SessionMember>()
  const ward = ref<{ id: string; name: string }>()
  /** Everybody whose data is on this phone, the last to use it first. */
  const people = ref<KnownPerson[]>([])
  /** Rows of the first fill. */
  const filling = ref({ done: 0, total: 0 })
  /** After ten wrong PINs only the account's password helps. */
  const needsPassword = ref(false)
  /** The ward revoked this phone, and it has just erased itself. */
  const erased = ref(false)
  /** The browser threw away what this phone kept; so much of it had not been sent. */
  const cleared = ref<{ unsent: number }>()
  const isOpen = computed(() => phase.value === 'open')
  return { phase, member, ward, people, filling, needsPassword, erased, cleared, isOpen }
})
