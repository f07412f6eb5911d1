// A phone without a screen: the real client on fake-indexeddb, against whatever fetch it is given.
import 'fake-indexeddb/auto'
import { createPinia, type Pinia } from 'pinia'
import { v7 } from 'uuid'
import { createClient, type Client } from '../../src/client/createClient.ts'
import type { Marks } from '../../src/client/db/sentinel.ts'
import { useSessionStore } from '../../src/client/stores/session.ts'
import { useSyncStatusStore } from '../../src/client/stores/syncStatus.ts'

export interface TestPhone {
  readonly client: Client
  readonly pinia: Pinia
  readonly session: ReturnType<typeof useSessionStore>
  readonly status: ReturnType<typeof useSyncStatusStore>
}

export const pin = '428913'
let phones = 0

export function aPhone(
  fetch: typeof globalThis.fetch,
  {
    clock = Date.now,
    prefix = `phone-${phones++}-`,
    marks,
  }: { clock?: () => number; prefix?: string; marks?: Marks } = {},
): TestPhone {
  const pinia = createPinia()
  const client = createClient({
    fetch,
    clock,
    newId: () => v7(),
    pinia,
    prefix,
    appVersion: 'test',
    deviceName: 'test',
    marks,
  })
  return { client, pinia, session: useSessionStore(pinia), status: useSyncStatusStore(pinia) }
}
