// A phone and the ward: the real client on fake-indexeddb against the real server without a socket.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommandArgs } from '#domain/commands.ts'
import { isTeam } from '#domain/unit.ts'
import { aPhone, pin, type TestPhone } from '../support/phone.ts'
import { aServer, joinedBy, password, type Browser, type TestServer } from '../support/server.ts'

const volunteerPhone = '0912000101'

describe('a phone', () => {
  let server: TestServer
  let manager: Browser
  let teamId: string
  let isOffline = false
  const open: TestPhone[] = []

  beforeEach(async () => {
    isOffline = false
    server = await aServer()
    manager = (await server.setUp()).browser
    const desk = aPhone(online(manager))
    open.push(desk)
    await desk.client.session.signIn('0912000001', password)
    await desk.client.session.choosePin(pin)
    teamId = desk.client.view().all('units').find(isTeam)?.id ?? ''
    await joinedBy(
      server,
      manager,
      { name: 'Trần Văn Mẫu', role: 'volunteer', teamIds: [teamId] },
      volunteerPhone,
    )
  })
  afterEach(async () => {
    for (const phone of open.splice(0)) await phone.client.session.lock()
    await server.close()
  })

  function online(browser: Browser, isReached = () => true): typeof globalThis.fetch {
    return (input, init) =>
      isOffline || !isReached()
        ? Promise.reject(new TypeError('Failed to fetch'))
        : browser.fetch(input, init)
  }

  async function aVolunteersPhone(prefix?: string, isReached?: () => boolean): Promise<TestPhone> {
    const phone = aPhone(online(server.browser(), isReached), {
      clock: () => server.now,
      ...(prefix ? { prefix } : {}),
    })
    open.push(phone)
    await phone.client.session.signIn(volunteerPhone, password)
    await phone.client.session.choosePin(pin)
    await phone.client.sendNow()
    return phone
  }

  function aVisit({ client }: TestPhone): CommandArgs<'recordAssist'> {
    return {
      assistId: client.newId(),
      teamId,
      on: '2026-11-20',
      place: 'home',
      helpMode: 'guided',
      resident: { kind: 'none' },
      items: { [client.newId()]: { kind: 'account', account: 'nationalPortal' } },
      dossiers: [],
      note: null,
    }
  }

  it('has the ward’s rows after the first fill, and opens again from its own disk without a network', async () => {
    const phone = await aVolunteersPhone('again-')
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().all('procedures').length).toBeGreaterThan(50)
    await phone.client.session.lock()
    isOffline = true
    const later = aPhone(online(server.browser()), { prefix: 'again-' })
    open.push(later)
    await later.client.session.start()
    expect(later.session.phase).toBe('locked')
    await later.client.session.unlock(pin)
    expect(later.session.phase).toBe('open')
    expect(later.client.view().all('procedures').length).toBeGreaterThan(50)
  })

  it('keeps what is saved offline, says that it waits, and the other phone has it once there is a network', async () => {
    const [a, b] = [await aVolunteersPhone(), await aVolunteersPhone()]
    isOffline = true
    const visit = aVisit(a)
    await a.client.run('recordAssist', visit)
    await a.client.sendNow()
    expect(a.client.view().isWaiting('assists', visit.assistId)).toBe(true)
    expect(a.status.$state).toMatchObject({ unsent: 1, state: 'offline' })
    expect(a.status.isAllSent).toBe(false)

    isOffline = false
    await a.client.sendNow()
    expect(a.client.view().isWaiting('assists', visit.assistId)).toBe(false)
    expect(a.client.view().verOf('assists', visit.assistId)).toBe(1)
    expect(a.status.$state).toMatchObject({ unsent: 0, state: 'quiet', sentToday: 1 })
    expect(a.status.isAllSent).toBe(true)

    await b.client.sendNow()
    expect(b.client.view().find('assists', visit.assistId)).toMatchObject({ place: 'home' })
  })

  it('keeps two edits of different fields by two phones', async () => {
    const [a, b] = [await aVolunteersPhone(), await aVolunteersPhone()]
    const visit = aVisit(a)
    await a.client.run('recordAssist', visit)
    await a.client.sendNow()
    await b.client.sendNow()
    const edit = (place: 'elsewhere' | undefined, on: string | undefined) => ({
      assistId: visit.assistId,
      changes: { ...(place ? { place } : {}), ...(on ? { on } : {}) },
      dossiers: [],
    })
    await a.client.run('correctAssist', edit('elsewhere', undefined), 1)
    await b.client.run('correctAssist', edit(undefined, '2026-11-19'), 1)
    for (const phone of [a, b, a]) await phone.client.sendNow()
    for (const phone of [a, b]) {
      expect(phone.client.view().find('assists', visit.assistId)).toMatchObject({
        place: 'elsewhere',
        on: '2026-11-19',
      })
    }
  })

  it('a refused change goes to review with its reason and holds nothing up', async () => {
    let isReached = true
    const phone = await aVolunteersPhone(undefined, () => isReached)
    isReached = false
    await phone.client.run('recordAssist', aVisit(phone))
    const desk = open[0]
    await desk?.client.sendNow()
    const memberId = phone.session.member?.id ?? ''
    await desk?.client.run('correctMember', { memberId, changes: { leftOn: '2020-01-01' } }, 1)
    await desk?.client.sendNow()
    isReached = true
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    expect(phone.client.view().review).toMatchObject([
      { outcome: 'refused', problem: { code: 'memberLeft' }, command: { name: 'recordAssist' } },
    ])
    expect(phone.status.review).toBe(1)
  })

  it('a wrong PIN opens nothing, pauses after five, and deletes nothing', async () => {
    const phone = await aVolunteersPhone()
    isOffline = true
    await phone.client.run('recordAssist', aVisit(phone))
    await phone.client.session.lock()
    for (const left of [4, 3, 2, 1]) {
      await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({
        code: 'pinWrong',
        details: { left },
      })
    }
    await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({ code: 'pinBlocked' })
    await expect(phone.client.session.unlock(pin)).rejects.toMatchObject({ code: 'pinBlocked' })
    server.now += 61_000
    await phone.client.session.unlock(pin)
    expect(phone.client.view().pending).toHaveLength(1)
  })

  it('a forgotten PIN is replaced by signing in, and what was unsent is still there', async () => {
    const phone = await aVolunteersPhone()
    isOffline = true
    await phone.client.run('recordAssist', aVisit(phone))
    await phone.client.session.lock()
    isOffline = false
    phone.client.session.leaveDoor()
    await phone.client.session.signIn(volunteerPhone, password)
    expect(phone.session.phase).toBe('choosingPin')
    await phone.client.session.choosePin('777777')
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    expect(phone.client.view().all('assists')).toHaveLength(1)
  })

  it('signing out refuses to lose what is unsent, and forgets everything once it is sent', async () => {
    const phone = await aVolunteersPhone()
    isOffline = true
    await phone.client.run('recordAssist', aVisit(phone))
    await expect(phone.client.session.signOut()).rejects.toMatchObject({
      code: 'unsentLeft',
      details: { count: 1 },
    })
    expect(phone.session.phase).toBe('open')
    isOffline = false
    await phone.client.session.signOut()
    expect(phone.session.phase).toBe('signedOut')
    expect(phone.session.people).toEqual([])
  })

  it('a copied phone gets numbers of its own, and both keep what they saved', async () => {
    const a = await aVolunteersPhone('twin-')
    await a.client.run('recordAssist', aVisit(a))
    const seq = a.client.view().pending[0]?.seq
    expect(seq).toBe(1)
    await a.client.sendNow()
    const b = await aVolunteersPhone()
    // What a copy of A's profile would do: the same device says another command under a number A has used.
    const deviceId = await deviceOf('twin-')
    const visit = aVisit(b)
    const browser = server.browser()
    await browser.request('POST', '/api/session', { phone: volunteerPhone, password })
    const { body } = await browser.request('POST', '/api/sync', {
      protocol: 1,
      deviceId,
      epoch: null,
      commands: [
        { id: b.client.newId(), seq: 1, name: 'recordAssist', args: visit, at: server.now, base: 0 },
      ],
      cursors: {},
      status: { unsent: 1, oldestUnsentAt: null, appVersion: 'x', now: server.now },
    })
    expect(body).toMatchObject({ fork: true, outcomes: [] })
  })

  async function deviceOf(prefix: string): Promise<string> {
    const { openPeople } = await import('../../src/client/db/people.ts')
    return (await openPeople(`${prefix}people`).list())[0]?.deviceId ?? ''
  }
})
