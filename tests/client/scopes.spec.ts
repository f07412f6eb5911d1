// Rows that leave a scope, scopes that leave a phone, and scopes that come anew: the real client against the real server.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isTeam } from '#domain/unit.ts'
import { teamScope } from '#domain/tables.ts'
import { maxRowsPerPage } from '#protocol/sync.ts'
import { readBase } from '../../src/client/db/base.ts'
import { openPhoneDatabase, type PhoneDatabase } from '../../src/client/db/database.ts'
import { openPeople } from '../../src/client/db/people.ts'
import { toSealingKey, unlockKey } from '../../src/client/vault/pin.ts'
import { beginNewEpoch } from '../../src/server/store/wards.ts'
import { runCommands } from '../../src/server/sync/runCommands.ts'
import { pin, type TestPhone } from '../support/phone.ts'
import { joinedBy, managerPhone, password } from '../support/server.ts'
import { aWardOfPhones, volunteerPhone, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

let ward: WardOfPhones
let otherTeamId: string
let isReached = true
let tabs = 0

beforeEach(async () => {
  isReached = true
  ward = await aWardOfPhones()
  otherTeamId =
    ward.desk.client
      .view()
      .all('units')
      .filter(isTeam)
      .find(({ id }) => id !== ward.teamId)?.id ?? ''
})
afterEach(() => ward.close())

const aPrefix = () => `scopes-${tabs++}-`
const browserOf = new Map<string, typeof globalThis.fetch>()

function aPhoneOnALeash(prefix = aPrefix()): Promise<TestPhone> {
  const fetch = ward.network(undefined, () => isReached)
  browserOf.set(prefix, fetch)
  return ward.aVolunteersPhone({ prefix, fetch })
}

async function aPhoneOfBothTeams(prefix = aPrefix()): Promise<TestPhone> {
  const phoneNumber = '0912000103'
  const desk = ward.server.browser()
  await desk.request('POST', '/api/session', { phone: managerPhone, password })
  const invite = { name: 'Lê Thị Trưởng', role: 'lead' as const, teamIds: [ward.teamId, otherTeamId] }
  await joinedBy(ward.server, desk, invite, phoneNumber)
  const phone = ward.aTab(ward.network(), prefix)
  await phone.client.session.signIn(phoneNumber, password)
  await phone.client.session.choosePin(pin)
  await phone.client.sendNow()
  return phone
}

async function record(phone: TestPhone): Promise<string> {
  const visit = ward.aVisit(phone)
  await phone.client.run('recordAssist', visit)
  await phone.client.sendNow()
  return visit.assistId
}

const shown = ({ client }: TestPhone) =>
  client
    .view()
    .all('assists')
    .map(({ id }) => id)
    .sort()

async function openAnew(phone: TestPhone): Promise<void> {
  await phone.client.session.lock()
  await phone.client.session.unlock(pin)
}

/** The page of a phone is closed, its disk changed, and another page opened. */
async function changeDisk(
  phone: TestPhone,
  prefix: string,
  change: (disk: PhoneDatabase) => Promise<void>,
): Promise<TestPhone> {
  await phone.client.session.lock()
  phone.client.session.leaveDoor()
  await withDisk(phone, prefix, change)
  isReached = false
  const later = ward.aTab(browserOf.get(prefix) ?? ward.network(), prefix)
  await later.client.session.start()
  await later.client.session.unlock(pin)
  return later
}

/** What is on the disk of a phone, looked at from outside. */
async function withDisk<T>(
  phone: TestPhone,
  prefix: string,
  look: (disk: PhoneDatabase, key: CryptoKey) => Promise<T>,
): Promise<T> {
  const memberId = phone.session.member?.id ?? ''
  const person = await openPeople(`${prefix}people`).find(memberId)
  const bytes = person && (await unlockKey(person.locked, pin))
  if (!bytes) throw new Error('no key')
  const disk = openPhoneDatabase(`${prefix}${memberId}`)
  try {
    return await look(disk, await toSealingKey(bytes))
  } finally {
    disk.close()
  }
}

/** Scopes that were found to differ from the ward’s. */
const differing = (phone: TestPhone, prefix: string) =>
  withDisk(phone, prefix, async (disk) =>
    (await disk.scopes.toArray())
      .filter(({ differedAt }) => differedAt !== undefined)
      .map(({ scope }) => scope),
  )

describe('a row that moves to another team', () => {
  it('leaves the phones of its first team for good, also where it lay in a pack', async () => {
    const prefix = aPrefix()
    const phone = await aPhoneOnALeash(prefix)
    const assistId = await record(phone)
    // Signing in anew brings it in a page of the first fill.
    await phone.client.session.signOut()
    await phone.client.session.signIn(volunteerPhone, password)
    await phone.client.session.choosePin(pin)
    expect(shown(phone)).toEqual([assistId])
    await ward.desk.client.api.moveRecords(ward.teamId, { toTeamId: otherTeamId })
    await phone.client.sendNow()
    expect(shown(phone)).toEqual([])
    isReached = false
    await openAnew(phone)
    expect(shown(phone)).toEqual([])

    isReached = true
    await ward.desk.client.api.moveRecords(otherTeamId, { toTeamId: ward.teamId })
    await phone.client.sendNow()
    expect(shown(phone)).toEqual([assistId])
    await openAnew(phone)
    expect(shown(phone)).toEqual([assistId])
    expect(await differing(phone, prefix)).toEqual([])
  })

  it('leaves for good also where another tab heard of it and died before it could tell', async () => {
    const prefix = aPrefix()
    const [tab, elsewhere] = [await aPhoneOnALeash(prefix), await aPhoneOnALeash()]
    const dying = ward.aTab(browserOf.get(prefix) ?? ward.network(), prefix)
    await dying.client.session.start()
    await dying.client.session.unlock(pin)
    // So many come in a pack.
    isReached = false
    for (let n = 0; n < 100; n++) await elsewhere.client.run('recordAssist', ward.aVisit(elsewhere))
    // It may also hear of them by itself, as soon as the ward is reached.
    const silence = vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockImplementation(() => undefined)
    isReached = true
    await elsewhere.client.sendNow()
    await dying.client.sendNow()
    await dying.client.session.lock()
    silence.mockRestore()
    expect(shown(tab)).toEqual([])

    await ward.desk.client.api.moveRecords(ward.teamId, { toTeamId: otherTeamId })
    await tab.client.sendNow()
    isReached = false
    await openAnew(tab)
    expect(shown(tab)).toEqual([])
  })

  it('stays on the phone that holds both teams', async () => {
    const prefix = aPrefix()
    const [phone, both] = [await aPhoneOnALeash(), await aPhoneOfBothTeams(prefix)]
    const assistId = await record(phone)
    await both.client.sendNow()
    for (const [from, to] of [
      [ward.teamId, otherTeamId],
      [otherTeamId, ward.teamId],
      [ward.teamId, otherTeamId],
    ] as const) {
      await ward.desk.client.api.moveRecords(from, { toTeamId: to })
      await both.client.sendNow()
      expect(both.client.view().find('assists', assistId)).toMatchObject({ teamId: to })
      await openAnew(both)
      expect(both.client.view().find('assists', assistId)).toMatchObject({ teamId: to })
    }
    expect(await differing(both, prefix)).toEqual([])
  })

  it('keeps what somebody still had to say of it until the ward has judged it', async () => {
    const phone = await aPhoneOnALeash()
    const assistId = await record(phone)
    isReached = false
    await phone.client.run('correctAssist', { assistId, changes: { place: 'elsewhere' }, dossiers: [] }, 1)
    await ward.desk.client.api.moveRecords(ward.teamId, { toTeamId: otherTeamId })
    isReached = true
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    expect(shown(phone)).toEqual([])
  })
})

describe('a team that a member leaves', () => {
  it('goes from their phone with its rows, and stays gone', async () => {
    const prefix = aPrefix()
    const phone = await aPhoneOnALeash(prefix)
    await record(phone)
    const memberId = phone.session.member?.id ?? ''
    await ward.desk.client.sendNow()
    const ver = ward.desk.client.view().verOf('members', memberId)
    await ward.desk.client.run('correctMember', { memberId, changes: { teamIds: [otherTeamId] } }, ver)
    await ward.desk.client.sendNow()
    await phone.client.sendNow()
    expect(shown(phone)).toEqual([])
    expect(await withDisk(phone, prefix, (disk, key) => readBase(disk, key, teamScope(ward.teamId)))).toEqual(
      [],
    )
    await openAnew(phone)
    expect(shown(phone)).toEqual([])
  })
})

describe('a phone that holds something else than the ward', () => {
  it('finds it out and mends it, without touching what waits to be sent', async () => {
    const prefix = aPrefix()
    const whole = await aPhoneOnALeash(prefix)
    const ids = [await record(whole), await record(whole)].sort()
    // A row is lost from the disk, and the ward’s procedures are.
    const phone = await changeDisk(whole, prefix, async (disk) => {
      const row = await disk.rows.filter(({ key }) => key === `assists/${ids[0]}`).first()
      if (row) await disk.rows.delete([row.scope, row.key])
      await disk.pages.filter(({ scope }) => scope.startsWith('ward:')).delete()
    })
    expect(shown(phone)).toEqual([ids[1]])
    expect(phone.client.view().all('procedures')).toEqual([])
    const correction = { assistId: ids[1] ?? '', changes: { place: 'elsewhere' as const }, dossiers: [] }
    await phone.client.run('correctAssist', correction, 1)
    isReached = true
    await phone.client.sendNow()
    expect(shown(phone)).toEqual(ids)
    expect(phone.client.view().all('procedures').length).toBeGreaterThan(50)
    expect(phone.client.view().find('assists', ids[1] ?? '')).toMatchObject({ place: 'elsewhere' })
    expect(phone.client.view().pending).toEqual([])
    const team = teamScope(ward.teamId)
    expect(await withDisk(phone, prefix, (disk) => disk.scopes.get(team))).not.toHaveProperty('refill')
    await openAnew(phone)
    expect(shown(phone)).toEqual(ids)
  })

  it('loses a row that the ward does not have', async () => {
    const prefix = aPrefix()
    const phone = await aPhoneOnALeash(prefix)
    const assistId = await record(phone)
    const { kysely } = ward.server.context.db
    // What a fault of the server would leave behind.
    await kysely.deleteFrom('row_scopes').where('row_id', '=', assistId).execute()
    await kysely
      .updateTable('scopes')
      .set({ count: 0, checksum: 0 })
      .where('scope', '=', teamScope(ward.teamId))
      .execute()
    await phone.client.sendNow()
    expect(shown(phone)).toEqual([])
    await openAnew(phone)
    expect(shown(phone)).toEqual([])
  })

  it('goes on with a refill that was cut off, and shows all it has until then', async () => {
    const prefix = aPrefix()
    const whole = await aPhoneOnALeash(prefix)
    const assistId = await record(whole)
    const scope = teamScope(ward.teamId)
    const phone = await changeDisk(whole, prefix, async (disk) => {
      const entry = await disk.scopes.get(scope)
      if (entry) await disk.scopes.put({ ...entry, refill: { cursor: 0, fromPage: 7 } })
    })
    expect(shown(phone)).toEqual([assistId])
    isReached = true
    await phone.client.sendNow()
    expect(shown(phone)).toEqual([assistId])
    const kept = await withDisk(phone, prefix, async (disk) => ({
      entry: await disk.scopes.get(scope),
      pages: (await disk.pages.toArray()).filter((page) => page.scope === scope).map(({ page }) => page),
      rows: await disk.rows.where({ scope }).count(),
    }))
    expect(kept).toMatchObject({ pages: [1], rows: 0 })
    expect(kept.entry).not.toHaveProperty('refill')
  })

  it('looks at its disk first when another tab has heard more', async () => {
    const prefix = aPrefix()
    const browser = ward.server.browser()
    const first = await ward.aVolunteersPhone({ prefix, fetch: ward.network(browser) })
    const assistId = await record(first)
    const second = ward.aTab(ward.network(browser), prefix)
    await second.client.session.start()
    await second.client.session.unlock(pin)
    await first.client.sendNow()
    await waitFor(() => expect(shown(second)).toEqual([assistId]))
    expect(await differing(first, prefix)).toEqual([])
  })
})

describe('a scope that is larger than one reply', () => {
  const rows = maxRowsPerPage + 150

  beforeEach(async () => {
    const { context } = ward.server
    const actor = { memberId: ward.desk.session.member?.id ?? '', role: 'manager' as const, teamIds: [] }
    const visits = Array.from({ length: rows }, () => {
      return { name: 'recordAssist' as const, args: ward.aVisit(ward.desk) }
    })
    await runCommands(context, ward.desk.session.ward?.id ?? '', actor, visits)
  })

  it('comes anew from a server with a new epoch, in parts, and nothing is missing meanwhile', async () => {
    let replies = Infinity
    const network = ward.network()
    const prefix = aPrefix()
    const phone = await ward.aVolunteersPhone({
      prefix,
      fetch: (input, init) =>
        !String(input).includes('/sync') || replies-- > 0
          ? network(input, init)
          : Promise.reject(new TypeError('cut')),
    })
    const before = shown(phone)
    expect(before).toHaveLength(rows)
    await beginNewEpoch(ward.server.context.db, () => phone.client.newId())
    replies = 1
    await phone.client.sendNow()
    const team = teamScope(ward.teamId)
    expect(await withDisk(phone, prefix, (disk) => disk.scopes.get(team))).toHaveProperty('refill')
    expect(shown(phone)).toEqual(before)
    await openAnew(phone)
    expect(shown(phone)).toEqual(before)
    replies = Infinity
    await phone.client.sendNow()
    expect(shown(phone)).toEqual(before)
    expect(await withDisk(phone, prefix, (disk) => disk.scopes.get(team))).not.toHaveProperty('refill')
    expect(await withDisk(phone, prefix, (disk, key) => readBase(disk, key, team))).toHaveLength(rows)
    expect(await differing(phone, prefix)).toEqual([])
  })

  it('is filled anew when the server became another in the middle of the first fill', async () => {
    let pages = 2
    const network = ward.network()
    const prefix = aPrefix()
    const phone = ward.aTab(
      (input, init) =>
        !String(input).includes('/snapshot') || pages-- > 0
          ? network(input, init)
          : Promise.reject(new TypeError('cut')),
      prefix,
    )
    await phone.client.session.signIn(volunteerPhone, password)
    await expect(phone.client.session.choosePin(pin)).rejects.toMatchObject({ code: 'serverUnreachable' })
    expect(phone.session.phase).toBe('filling')
    await beginNewEpoch(ward.server.context.db, () => phone.client.newId())
    pages = Infinity
    await phone.client.session.fill()
    expect(phone.session.phase).toBe('open')
    await phone.client.sendNow()
    expect(shown(phone)).toHaveLength(rows)
    await openAnew(phone)
    expect(shown(phone)).toHaveLength(rows)
    expect(await differing(phone, prefix)).toEqual([])
  })
})
