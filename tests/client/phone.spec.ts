// A phone and the ward: the real client on fake-indexeddb against the real server without a socket.
import 'fake-indexeddb/auto'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays, dayAt } from '#domain/period.ts'
import { openPeople } from '../../src/client/db/people.ts'
import { copyDatabase } from '../support/copyDatabase.ts'
import { pin } from '../support/phone.ts'
import { managerPhone, password } from '../support/server.ts'
import { aWardOfPhones, volunteerPhone, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

describe('a phone', () => {
  let ward: WardOfPhones
  beforeEach(async () => {
    ward = await aWardOfPhones()
  })
  afterEach(() => ward.close())

  it('has the ward’s rows after the first fill, and opens again from its own disk without a network', async () => {
    const phone = await ward.aVolunteersPhone({ prefix: 'again-' })
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().all('procedures').length).toBeGreaterThan(50)
    await phone.client.session.lock()
    ward.isOffline = true
    const later = ward.aTab(ward.network(), 'again-')
    await later.client.session.start()
    expect(later.session.phase).toBe('locked')
    await later.client.session.unlock(pin)
    expect(later.session.phase).toBe('open')
    expect(later.client.view().all('procedures').length).toBeGreaterThan(50)
  })

  it('keeps what is saved offline, says that it waits, and the other phone has it once there is a network', async () => {
    const [a, b] = [await ward.aVolunteersPhone(), await ward.aVolunteersPhone()]
    ward.isOffline = true
    const visit = ward.aVisit(a)
    await a.client.run('recordAssist', visit)
    await a.client.sendNow()
    expect(a.client.view().isWaiting('assists', visit.assistId)).toBe(true)
    expect(a.status.$state).toMatchObject({ unsent: 1, state: 'offline' })
    expect(a.status.isAllSent).toBe(false)

    ward.isOffline = false
    await a.client.sendNow()
    expect(a.client.view().isWaiting('assists', visit.assistId)).toBe(false)
    expect(a.client.view().verOf('assists', visit.assistId)).toBe(1)
    expect(a.status.$state).toMatchObject({ unsent: 0, state: 'quiet', sentToday: 1 })
    expect(a.status.isAllSent).toBe(true)

    await b.client.sendNow()
    expect(b.client.view().find('assists', visit.assistId)).toMatchObject({ place: 'home' })
  })

  it('keeps two edits of different fields by two phones', async () => {
    const [a, b] = [await ward.aVolunteersPhone(), await ward.aVolunteersPhone()]
    const visit = ward.aVisit(a)
    await a.client.run('recordAssist', visit)
    await a.client.sendNow()
    await b.client.sendNow()
    const edit = (place: 'elsewhere' | undefined, on: string | undefined) => ({
      assistId: visit.assistId,
      changes: { ...(place ? { place } : {}), ...(on ? { on } : {}) },
      dossiers: [],
    })
    await a.client.run('correctAssist', edit('elsewhere', undefined), 1)
    const yesterday = addDays(dayAt(ward.server.now), -1)
    await b.client.run('correctAssist', edit(undefined, yesterday), 1)
    for (const phone of [a, b, a]) await phone.client.sendNow()
    for (const phone of [a, b]) {
      expect(phone.client.view().find('assists', visit.assistId)).toMatchObject({
        place: 'elsewhere',
        on: yesterday,
      })
    }
  })

  it('a refused change goes to review with its reason and holds nothing up', async () => {
    let isReached = true
    const phone = await ward.aVolunteersPhone({ fetch: ward.network(undefined, () => isReached) })
    isReached = false
    await phone.client.run('recordAssist', ward.aVisit(phone))
    const { desk } = ward
    await desk.client.sendNow()
    const memberId = phone.session.member?.id ?? ''
    await desk.client.run('correctMember', { memberId, changes: { leftOn: '2020-01-01' } }, 1)
    await desk.client.sendNow()
    isReached = true
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    expect(phone.client.view().review).toMatchObject([
      { outcome: 'refused', problem: { code: 'memberLeft' }, command: { name: 'recordAssist' } },
    ])
    expect(phone.status.review).toBe(1)

    // It holds nothing of the ward any more, and opens all the same.
    await phone.client.session.lock()
    await phone.client.session.unlock(pin)
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().review).toHaveLength(1)

    await expect(phone.client.session.signOut()).rejects.toMatchObject({
      code: 'reviewLeft',
      details: { count: 1 },
    })
    await phone.client.settle(phone.client.view().review[0]?.command.id ?? '', 'discarded')
    expect([phone.client.view().review, phone.status.review]).toEqual([[], 0])
  })

  it('a wrong PIN opens nothing, pauses after five, and deletes nothing', async () => {
    const phone = await ward.aVolunteersPhone()
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.session.lock()
    for (const left of [4, 3, 2, 1]) {
      await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({
        code: 'pinWrong',
        details: { left },
      })
    }
    await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({ code: 'pinBlocked' })
    await expect(phone.client.session.unlock(pin)).rejects.toMatchObject({ code: 'pinBlocked' })
    ward.server.now += 61_000
    await phone.client.session.unlock(pin)
    expect(phone.client.view().pending).toHaveLength(1)
  })

  it('a forgotten PIN is replaced by signing in, and what was unsent is still there', async () => {
    const phone = await ward.aVolunteersPhone()
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.session.lock()
    ward.isOffline = false
    phone.client.session.leaveDoor()
    await phone.client.session.signIn(volunteerPhone, password)
    expect(phone.session.phase).toBe('choosingPin')
    await phone.client.session.choosePin('777777')
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    expect(phone.client.view().all('assists')).toHaveLength(1)
  })

  it('signing out refuses to lose what is unsent, and forgets everything once it is sent', async () => {
    const phone = await ward.aVolunteersPhone()
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await expect(phone.client.session.signOut()).rejects.toMatchObject({
      code: 'unsentLeft',
      details: { count: 1 },
    })
    expect(phone.session.phase).toBe('open')
    ward.isOffline = false
    await phone.client.session.signOut()
    expect(phone.session.phase).toBe('signedOut')
    expect(phone.session.people).toEqual([])
  })

  it('a copied phone gets numbers of its own, and both keep what they saved', async () => {
    const a = await ward.aVolunteersPhone({ prefix: 'twin-' })
    await a.client.run('recordAssist', ward.aVisit(a))
    await a.client.sendNow()
    const memberId = a.session.member?.id ?? ''
    await a.client.session.lock()
    for (const name of ['people', memberId]) await copyDatabase(`twin-${name}`, `copy-${name}`)
    await a.client.session.unlock(pin)
    const b = ward.aTab(ward.network(), 'copy-')
    await b.client.session.start()
    await b.client.session.unlock(pin)
    await b.client.session.signIn(volunteerPhone, password)
    expect(b.session.phase).toBe('open')

    const [visitOfA, visitOfB] = [ward.aVisit(a), ward.aVisit(b)]
    ward.isOffline = true
    await a.client.run('recordAssist', visitOfA)
    await b.client.run('recordAssist', visitOfB)
    expect(b.client.view().pending[0]?.seq).toBe(a.client.view().pending[0]?.seq)
    ward.isOffline = false
    for (const phone of [a, b, a]) await phone.client.sendNow()
    for (const phone of [a, b]) {
      expect(phone.client.view().pending).toEqual([])
      expect(phone.client.view().verOf('assists', visitOfA.assistId)).toBe(1)
      expect(phone.client.view().verOf('assists', visitOfB.assistId)).toBe(1)
    }
    const [deviceOfA, deviceOfB] = await Promise.all(
      ['twin-', 'copy-'].map(async (prefix) => (await openPeople(`${prefix}people`).list())[0]?.deviceId),
    )
    expect(deviceOfB).not.toBe(deviceOfA)
  })

  it('whose session ended signs in again without a new PIN, and stays open', async () => {
    const browser = ward.server.browser()
    const phone = await ward.aVolunteersPhone({ fetch: ward.network(browser) })
    await browser.request('DELETE', '/api/session')
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.sendNow()
    expect(phone.status.problem).toEqual({ code: 'sessionExpired' })
    await phone.client.session.signIn(volunteerPhone, password)
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().pending).toEqual([])
    expect(phone.status.isAllSent).toBe(true)
  })

  it('never speaks under the session of somebody else who signed in on it since', async () => {
    const browser = ward.server.browser()
    const phone = await ward.aVolunteersPhone({ fetch: ward.network(browser) })
    await browser.request('POST', '/api/session', { phone: managerPhone, password })
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.sendNow()
    expect(phone.status.problem).toEqual({ code: 'sessionExpired' })
    expect(phone.client.view().pending).toHaveLength(1)
    await expect(phone.client.api.listInvites()).rejects.toMatchObject({ code: 'sessionExpired' })
    await phone.client.session.signIn(volunteerPhone, password)
    expect(phone.client.view().pending).toEqual([])
  })

  it('does not say that all is sent before the ward has answered since it was opened', async () => {
    const phone = await ward.aVolunteersPhone()
    expect(phone.status.isAllSent).toBe(true)
    await phone.client.session.lock()
    ward.isOffline = true
    await phone.client.session.unlock(pin)
    expect(phone.status.isAllSent).toBe(false)
    await phone.client.sendNow()
    expect(phone.status.isAllSent).toBe(false)
  })

  it('keeps the key to what lies on it when the server hands out another', async () => {
    const phone = await ward.aVolunteersPhone({ prefix: 'other-key-' })
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.session.lock()
    ward.isOffline = false
    // What a server does that was restored from a backup older than this phone.
    await ward.server.context.db.kysely.deleteFrom('devices').execute()
    phone.client.session.leaveDoor()
    await phone.client.session.signIn(volunteerPhone, password)
    await expect(phone.client.session.choosePin('777777')).rejects.toMatchObject({ code: 'keyDiffers' })

    await phone.client.session.start()
    await phone.client.session.unlock(pin)
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    expect(phone.client.view().all('assists')).toHaveLength(1)

    // The server was left no wrong key meanwhile, and has the right one now: a forgotten PIN costs nothing again.
    await phone.client.session.lock()
    await phone.client.session.unlock(pin)
    const [device] = await openPeople('other-key-people').list()
    await waitFor(async () =>
      expect((await phone.client.api.getDevice(device?.deviceId ?? '')).dataKey).not.toBeNull(),
    )
    await phone.client.session.lock()
    phone.client.session.leaveDoor()
    await phone.client.session.signIn(volunteerPhone, password)
    await phone.client.session.choosePin('777777')
    expect(phone.client.view().all('assists')).toHaveLength(1)
  })

  it('sends in smaller parts what the server finds too large', async () => {
    let mostAtOnce = 0
    const network = ward.network()
    const fetch: typeof globalThis.fetch = (input, init) => {
      const count = commandsIn(init?.body)
      if (count > 2)
        return Promise.resolve(Response.json({ problem: { code: 'requestTooLarge' } }, { status: 413 }))
      mostAtOnce = Math.max(mostAtOnce, count)
      return network(input, init)
    }
    const phone = await ward.aVolunteersPhone({ fetch })
    ward.isOffline = true
    for (let n = 0; n < 7; n++) {
      await phone.client.run('recordAssist', ward.aVisit(phone))
    }
    ward.isOffline = false
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    expect(mostAtOnce).toBe(2)
  })
})

function commandsIn(body: unknown): number {
  if (body === undefined) return 0
  const text = body instanceof ArrayBuffer ? gunzipSync(Buffer.from(body)).toString() : String(body)
  return (JSON.parse(text) as { commands?: unknown[] }).commands?.length ?? 0
}
