import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { teamScope } from '#domain/tables.ts'
import type { WireRow } from '#protocol/sync.ts'
import {
  foldRows,
  keepAnswer,
  readBase,
  rowsPerPage,
  sealRows,
  type Answer,
} from '../../src/client/db/base.ts'
import { openPhoneDatabase, type PhoneDatabase } from '../../src/client/db/database.ts'
import { newDataKey, toSealingKey } from '../../src/client/vault/pin.ts'
import { anId } from '../support/builders.ts'

const scope = teamScope(anId(1))
const aRow = (n: number, ver = 1): WireRow => ({ table: 'notes', id: anId(n), ver, row: null })

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
      before: from === 0 ? new Map() : new Map([[scope, from]]),
      after: new Map([[scope, to]]),
      sealed: [await sealRows(database, key, scope, rows)],
      replaced: [],
      revoked: [],
      answeredSeqs: [],
      archived: [],
      reviewed: [],
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
