// A line that neither answers nor ends, on a whole phone. (The watchdog by itself is in watchdog.spec.ts.)
import 'fake-indexeddb/auto'
import { describe, expect, it, vi } from 'vitest'
import type { SyncRequest } from '#protocol/sync.ts'
import { aWardInDanger } from '../support/wardInDanger.ts'
import { waitFor } from '../support/patience.ts'

const ward = aWardInDanger()
const minute = 60_000

describe('a line that hangs', () => {
  it('is begun anew after a quarter of an hour although nothing answers that it should end, and says so', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    const network = ward().network()
    const restarts: (number | undefined)[] = []
    let isHanging = false
    const phone = await ward().aVolunteersPhone({
      fetch: (input, init) => {
        if (!String(input).startsWith('/api/sync')) return network(input, init)
        // It neither ends nor hears that it should.
        if (isHanging) return new Promise(() => undefined)
        restarts.push((JSON.parse(String(init?.body)) as SyncRequest).status.restarts)
        return network(input, init)
      },
    })
    await waitFor(() => expect(restarts.length).toBeGreaterThan(0))
    // The watchdog is loaded once the phone is at rest.
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    isHanging = true
    await phone.client.run('recordAssist', ward().aVisit(phone))
    await vi.advanceTimersByTimeAsync(15 * minute)
    expect([phone.status.isStuck, phone.status.unsent]).toEqual([false, 1])
    isHanging = false
    restarts.length = 0
    await vi.advanceTimersByTimeAsync(2 * minute)
    await waitFor(() => expect(phone.status.unsent).toBe(0))
    expect(restarts).toContain(1)
    expect([phone.status.isStuck, phone.status.isAllSent]).toEqual([false, true])
    restarts.length = 0
    await phone.client.sendNow()
    expect(restarts).toEqual([undefined])
  })
})
