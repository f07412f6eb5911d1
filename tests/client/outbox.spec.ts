import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPhoneDatabase, type PhoneDatabase } from '../../src/client/db/database.ts'
import { appendCommand, readOutbox } from '../../src/client/db/outbox.ts'
import { newDataKey, toSealingKey } from '../../src/client/vault/pin.ts'
import { aCommand, anAssistToRecord, anId } from '../support/builders.ts'

const commandNumber = (n: number) =>
  aCommand('recordAssist', anAssistToRecord({ assistId: anId(n) }), { id: anId(2000 + n) })

describe('the outbox', () => {
  let database: PhoneDatabase
  let key: CryptoKey

  beforeEach(async () => {
    database = openPhoneDatabase('phone')
    key = await toSealingKey(newDataKey())
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await database.delete()
  })

  it('keeps what was saved over a restart, in its order', async () => {
    for (const n of [1, 2, 3]) expect(await appendCommand(database, key, commandNumber(n))).toBe(n)
    database.close()
    database = openPhoneDatabase('phone')
    expect((await readOutbox(database, key)).map(({ seq, command }) => [seq, command.id])).toEqual([
      [1, anId(2001)],
      [2, anId(2002)],
      [3, anId(2003)],
    ])
  })

  it('numbers without gap or repetition when saves come at once', async () => {
    const seqs = await Promise.all(
      Array.from({ length: 20 }, (_, n) => appendCommand(database, key, commandNumber(n))),
    )
    expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
  })

  it('gives every number once although two tabs take turns and each knows only its own', async () => {
    const other = openPhoneDatabase('phone')
    const seqs: number[] = []
    for (let n = 1; n <= 6; n++)
      seqs.push(await appendCommand(n % 3 === 0 ? other : database, key, commandNumber(n)))
    seqs.push(
      ...(await Promise.all(
        [7, 8, 9, 10].map((n) => appendCommand(n % 2 ? other : database, key, commandNumber(n))),
      )),
    )
    expect(seqs.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect((await readOutbox(database, key)).map(({ seq }) => seq)).toEqual(seqs)
    other.close()
  })

  it('never gives a number again, also after its command has gone', async () => {
    await appendCommand(database, key, commandNumber(1))
    await database.outbox.clear()
    expect(await appendCommand(database, key, commandNumber(2))).toBe(2)
  })

  it('shows no name to who reads the disk', async () => {
    await appendCommand(database, key, commandNumber(1))
    const [entry] = await database.outbox.toArray()
    expect(new TextDecoder().decode(entry?.sealed)).not.toContain('Thử')
  })

  it('says that the disk is full, saves nothing and spends no number', async () => {
    vi.spyOn(database.outbox, 'add').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(appendCommand(database, key, commandNumber(1))).rejects.toThrow('diskFull')
    vi.restoreAllMocks()
    expect(await readOutbox(database, key)).toEqual([])
    expect(await appendCommand(database, key, commandNumber(2))).toBe(1)
  })
})
