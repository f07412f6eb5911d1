// A disk that is full: what gives way, what never does, and what is said.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { teamScope, wardScope, type Scope } from '#domain/tables.ts'
import { nextPage, readBase, sealPages } from '../../src/client/db/base.ts'
import { openPhoneDatabase, type PhoneDatabase } from '../../src/client/db/database.ts'
import { keepFillPages } from '../../src/client/db/exchange/keepFill.ts'
import { loadDraft, saveDraft } from '../../src/client/db/drafts.ts'
import { appendCommand, readOutbox } from '../../src/client/db/outbox.ts'
import { newDataKey, toSealingKey } from '../../src/client/vault/pin.ts'
import { aCommand, anAssistToRecord, anId, noon } from '../support/builders.ts'
import { limitDisk } from '../support/fullDisk.ts'

const day = 86_400_000
const [ward, small, large] = [wardScope(anId(1)), teamScope(anId(2)), teamScope(anId(3))]
const commandNumber = (n: number) =>
  aCommand('recordAssist', anAssistToRecord({ assistId: anId(n) }), { id: anId(2000 + n), at: noon })

describe('when the disk is full', () => {
  let database: PhoneDatabase
  let key: CryptoKey
  let disk: ReturnType<typeof limitDisk>

  beforeEach(async () => {
    database = openPhoneDatabase('full')
    key = await toSealingKey(newDataKey())
    await fill(ward, 30)
    await fill(small, 10)
    await fill(large, 20)
    await appendCommand(database, key, commandNumber(1))
    await saveDraft(database, key, { key: 'typed', value: { name: 'Đặng' }, savedAt: noon })
    disk = limitDisk(database)
  })
  afterEach(async () => {
    disk.free()
    await database.delete()
  })

  async function fill(scope: Scope, count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, n) => {
      return { table: 'notes' as const, id: anId(n), ver: 1, row: aNote(n) }
    })
    const pages = await sealPages(key, scope, rows, await nextPage(database, scope))
    await keepFillPages(database, [{ scope, epoch: 'one', cursor: count, isLast: true, pages }])
  }

  async function archive(n: number, answeredAt: number): Promise<void> {
    const sealed = new Uint8Array(8)
    await database.archive.put({ id: anId(n), seq: n, sealed, count: 1, numbering: 1, answeredAt })
  }

  const kept = async () => (await readOutbox(database, key)).map(({ seq }) => seq)
  const rowsOf = async (scope: Scope) => (await readBase(database, key, scope)).length

  it('what the ward took before yesterday gives way first', async () => {
    await archive(1, noon - 3 * day)
    await archive(2, noon - 2 * day)
    await archive(3, noon - 1_000)
    disk.fillUp(1)
    expect(await appendCommand(database, key, commandNumber(2))).toBe(2)
    expect((await database.archive.toArray()).map(({ id }) => id)).toEqual([anId(3)])
    expect(await rowsOf(large)).toBe(20)
  })

  it('the last that the ward took stays, however old', async () => {
    await archive(1, noon - 3 * day)
    await archive(2, noon - 2 * day)
    disk.fillUp(1)
    await appendCommand(database, key, commandNumber(2))
    expect((await database.archive.toArray()).map(({ id }) => id)).toEqual([anId(2)])
  })

  it('then the rows of the largest team, which the ward has, and what is new is saved', async () => {
    disk.fillUp(1)
    expect(await appendCommand(database, key, commandNumber(2))).toBe(2)
    expect([await rowsOf(ward), await rowsOf(small), await rowsOf(large)]).toEqual([30, 10, 0])
    expect(await kept()).toEqual([1, 2])
    // How far the team was heard stays: what came since is not lost with its pages.
    expect(await database.scopes.get(large)).toMatchObject({ cursor: 20, filled: 1 })
  })

  it('then it says so and nothing is saved; what is unsent or being typed never gives way', async () => {
    disk.fillUp(Infinity)
    await expect(appendCommand(database, key, commandNumber(2))).rejects.toMatchObject({ code: 'diskFull' })
    disk.free()
    expect(await kept()).toEqual([1])
    expect(await loadDraft(database, key, 'typed')).toEqual({ name: 'Đặng' })
    expect(await rowsOf(ward)).toBe(30)
    expect(await appendCommand(database, key, commandNumber(2))).toBe(2)
  })

  it('what is being typed gets room as well', async () => {
    disk.fillUp(1)
    await saveDraft(database, key, { key: 'typed', value: { name: 'Đặng Thị' }, savedAt: noon })
    expect(await loadDraft(database, key, 'typed')).toEqual({ name: 'Đặng Thị' })
  })

  it('a team that was coming anew and found no room is not asked for again at once', async () => {
    await database.scopes.put({ scope: large, cursor: 20, filled: 1, refill: { cursor: 5, fromPage: 2 } })
    disk.fillUp(1)
    await appendCommand(database, key, commandNumber(2))
    expect(await database.scopes.get(large)).toEqual({
      scope: large,
      cursor: 20,
      filled: 1,
      differedAt: noon,
    })
  })
})

function aNote(n: number) {
  return {
    id: anId(n),
    teamId: anId(3),
    residentId: anId(n),
    memberId: anId(4),
    at: noon,
    text: 'x',
  } as never
}
