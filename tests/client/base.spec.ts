import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { teamScope } from '#domain/tables.ts'
import type { WireRow } from '#protocol/sync.ts'
import { readBase, rowsPerPage, sealRows } from '../../src/client/db/base.ts'
import { openPhoneDatabase, type PhoneDatabase, type ScopeEntry } from '../../src/client/db/database.ts'
import { foldRows } from '../../src/client/db/exchange/tidy.ts'
import { keepAnswer, type Answer } from '../../src/client/db/exchange/keepAnswer.ts'
import { newDataKey, toSealingKey } from '../../src/client/vault/pin.ts'
import { anId } from '../support/builders.ts'

const scope = teamScope(anId(1))
const aNote = (n: number) => ({ id: anId(n), teamId: anId(1), text: 'x' })
const aRow = (n: number, ver = 1): WireRow => ({ table: 'notes', id: anId(n), ver, row: aNote(n) })
const heard = (cursor: number): ScopeEntry => ({ scope, cursor, filled: 1 })

describe('the base', () => {
  let database: PhoneDatabase
  let key: CryptoKey

  beforeEach(async () => {
    database = openPhoneDatabase('base')
    key = await toSealingKey(newDataKey())
  })
  afterEach(() => database.delete())

  /** What an exchange keeps that heard these rows. */
  async function anAnswer(rows: readonly WireRow[], from: number, to: number): Promise<Answer> {
    return {
      epoch: 'one',
      before: from === 0 ? new Map() : new Map([[scope, heard(from)]]),
      numbering: 0,
      after: [heard(to)],
      sealed: [await sealRows(database, key, scope, rows)],
      renewed: [],
      revoked: [],
      answeredSeqs: [],
      archived: [],
      reviewed: [],
      taken: [],
      notices: [],
      seenElsewhere: [],
      said: [],
      lastSentAt: undefined,
    }
  }

  async function standing(): Promise<Map<string, number>> {
    const vers = new Map<string, number>()
    for (const { id, ver } of await readBase(database, key)) vers.set(id, Math.max(ver, vers.get(id) ?? 0))
    return vers
  }

  async function manyNewRows(): Promise<void> {
    for (let n = 0; n < rowsPerPage; n += 50) {
      const rows = Array.from({ length: 50 }, (_, index) => aRow(n + index))
      expect(await keepAnswer(database, await anAnswer(rows, n, n + 50))).toBe(true)
    }
  }

  it('packs rows that have become many, and every row is still there', async () => {
    await manyNewRows()
    const before = await standing()
    await foldRows(database, key, scope)
    expect(await database.rows.count()).toBe(0)
    expect(await database.pages.count()).toBe(1)
    expect(await standing()).toEqual(before)
  })

  it('hides a row that left the scope wherever it lies, until it comes back, and forgets that when it packs', async () => {
    await manyNewRows()
    await foldRows(database, key, scope)
    const place = { table: 'notes' as const, id: anId(3), row: null }
    const left = await anAnswer([{ ...place, ver: 1 }], rowsPerPage, rowsPerPage + 1)
    expect(await keepAnswer(database, left)).toBe(true)
    expect((await standing()).has(anId(3))).toBe(false)
    const others = Array.from({ length: rowsPerPage }, (_, n) => aRow(n + 1_000))
    const back = await anAnswer([...others, aRow(3, 3)], rowsPerPage + 1, rowsPerPage + 2)
    expect(await keepAnswer(database, back)).toBe(true)
    expect((await standing()).get(anId(3))).toBe(3)

    const leftAgain = await anAnswer([{ ...place, ver: 3 }], rowsPerPage + 2, rowsPerPage + 3)
    expect(await keepAnswer(database, leftAgain)).toBe(true)
    const many = Array.from({ length: 7 }, (_, part) => part).map(async (part) => {
      const rows = Array.from({ length: 90 }, (_, n) => aRow(2_000 + part * 90 + n))
      return sealRows(database, key, scope, rows)
    })
    for (const { rows } of await Promise.all(many)) await database.rows.bulkPut([...rows])
    const before = await standing()
    await foldRows(database, key, scope)
    expect(await database.rows.count()).toBe(0)
    expect(await standing()).toEqual(before)
    expect(before.has(anId(3))).toBe(false)
  })

  it('leaves alone what another tab has heard while it was packing', async () => {
    await manyNewRows()
    const newer = await anAnswer([aRow(3, 7), aRow(9_000)], rowsPerPage, rowsPerPage + 2)
    const [, isKept] = await Promise.all([foldRows(database, key, scope), keepAnswer(database, newer)])
    expect(isKept).toBe(true)
    const vers = await standing()
    expect([vers.size, vers.get(anId(3)), vers.get(anId(9_000))]).toEqual([rowsPerPage + 1, 7, 1])
  })

  it('takes no answer that builds on less than has been heard, nor one whose pages were numbered before others came', async () => {
    await manyNewRows()
    const late = await anAnswer([aRow(1, 2)], 50, 60)
    expect(await keepAnswer(database, late)).toBe(false)
    const pack = await anAnswer(
      Array.from({ length: 200 }, (_, n) => aRow(n, 3)),
      rowsPerPage,
      rowsPerPage + 200,
    )
    await foldRows(database, key, scope)
    expect(await keepAnswer(database, pack)).toBe(false)
    expect((await standing()).get(anId(1))).toBe(1)
  })
})
