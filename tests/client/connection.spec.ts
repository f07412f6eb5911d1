// The browser cuts a page off from its storage, as iOS does after the background: the database on fake-indexeddb, whose
// connection breaks beneath it.
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connected, watchConnection, type Watcher } from '../../src/client/db/connection.ts'
import { openPhoneDatabase, type PhoneDatabase } from '../../src/client/db/database.ts'
import { loadDraft, saveDraft } from '../../src/client/db/drafts.ts'
import { appendCommand, readOutbox } from '../../src/client/db/outbox.ts'
import { newDataKey, toSealingKey } from '../../src/client/vault/pin.ts'
import { aCommand, anAssistToRecord, anId } from '../support/builders.ts'
import { breakStorage } from '../support/faultyStorage.ts'
import {
  breakTransactions,
  clearDatabases,
  closeSilently,
  cutOff,
  lost,
  mendTransactions,
  silenceTransaction,
} from '../support/brokenStorage.ts'

const silent: Watcher = {
  onReopened: () => undefined,
  onEmptied: () => Promise.resolve(),
  onLost: () => undefined,
  keepTyped: () => Promise.resolve(),
}

const commandNumber = (n: number) =>
  aCommand('recordAssist', anAssistToRecord({ assistId: anId(n) }), { id: anId(2000 + n) })

describe('a phone whose storage is cut off', () => {
  let database: PhoneDatabase
  let key: CryptoKey
  let told: string[]
  let putBack: Watcher['onEmptied']

  beforeEach(async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    database = openPhoneDatabase('cut')
    key = await toSealingKey(newDataKey())
    told = []
    putBack = () => Promise.resolve(void told.push('emptied'))
    await database.open()
    watchConnection(database, {
      onReopened: () => void told.push('reopened'),
      onEmptied: (empty) => putBack(empty),
      onLost: (isLost) => void told.push(isLost ? 'lost' : 'found'),
      keepTyped: () => Promise.resolve(),
    })
    await appendCommand(database, key, commandNumber(1))
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    mendTransactions()
    await database.delete()
  })

  const kept = async () => (await readOutbox(database, key)).map(({ command }) => command.id)
  const writeTwo = () =>
    database.transaction('rw', database.answers, async () => {
      await database.answers.bulkPut([1, 2].map((n) => ({ id: anId(n), as: 'discarded' as const })))
    })

  it.each([
    ['the connection was closed beneath it', () => database.backendDB().close()],
    [
      'the browser said that it closed it',
      () => {
        database.backendDB().close()
        database.backendDB().onclose?.(new Event('close'))
      },
    ],
    ['the browser has lost its storage for a moment', () => cutOff('cut')],
    [
      'the connection is closing',
      () => breakTransactions(2, () => new DOMException('', 'InvalidStateError')),
    ],
  ])('saves once all the same, when %s', async (_how, breakOff) => {
    breakOff()
    expect(await appendCommand(database, key, commandNumber(2))).toBe(2)
    expect(await kept()).toEqual([anId(2001), anId(2002)])
    expect(told).not.toContain('lost')
  })

  it.each([
    ['had not written it', false],
    ['had written it already', true],
  ])('saves once when it broke in the middle of saving, and the disk %s', async (_what, isWritten) => {
    const transaction = database.transaction.bind(database) as (...args: unknown[]) => Promise<unknown>
    vi.spyOn(database, 'transaction').mockImplementationOnce((async (...args: unknown[]) => {
      if (isWritten) await transaction(...args)
      throw lost()
    }) as unknown as PhoneDatabase['transaction'])
    expect(await appendCommand(database, key, commandNumber(2))).toBe(2)
    expect(await kept()).toEqual([anId(2001), anId(2002)])
    expect(told).toEqual(['reopened'])
    expect(await appendCommand(database, key, commandNumber(3))).toBe(3)
  })

  it('does not save again what broke off after the ward had already answered it', async () => {
    const transaction = database.transaction.bind(database) as (...args: unknown[]) => Promise<unknown>
    vi.spyOn(database, 'transaction').mockImplementationOnce((async (...args: unknown[]) => {
      await transaction(...args)
      const entry = await database.outbox.get(2)
      if (entry) await database.archive.put({ ...entry, answeredAt: 0, count: 1, numbering: 1 })
      await database.outbox.delete(2)
      throw lost()
    }) as unknown as PhoneDatabase['transaction'])
    expect(await appendCommand(database, key, commandNumber(2))).toBe(2)
    expect(await kept()).toEqual([anId(2001)])
  })

  it.each([
    ['saves', () => appendCommand(database, key, commandNumber(2)), 2],
    ['reads', () => connected(database, () => database.outbox.count()), 1],
  ])(
    '%s once all the same when the connection closes and leaves the transaction without an end',
    async (_what, work, result) => {
      silenceTransaction()
      const working = work()
      await new Promise((resolve) => setTimeout(resolve, 50))
      closeSilently('cut')
      expect(await working).toBe(result)
      expect(await connected(database, kept)).toHaveLength(result)
      expect(told).toEqual(['reopened'])
    },
  )

  it('gives an operation up that waits for something else while its connection closes', async () => {
    const given: boolean[] = []
    const result = await connected(database, async (isRepetition, cut) => {
      if (isRepetition) return 'anew'
      cut.addEventListener('abort', () => given.push(true))
      closeSilently('cut')
      return new Promise<string>(() => undefined)
    })
    expect([result, given]).toEqual(['anew', [true]])
  })

  it('says that the storage is lost when a new connection does not help, and saves again when one does', async () => {
    breakTransactions(Infinity)
    await expect(appendCommand(database, key, commandNumber(2))).rejects.toMatchObject({
      code: 'storageLost',
    })
    expect(told).toEqual(['reopened', 'lost'])
    mendTransactions()
    expect(await appendCommand(database, key, commandNumber(2))).toBe(2)
    expect(told.at(-1)).toBe('found')
    expect(await kept()).toEqual([anId(2001), anId(2002)])
  })

  it('opens again after an opening that failed', async () => {
    database.close({ disableAutoOpen: false })
    const opening = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw lost()
    })
    await expect(
      saveDraft(database, key, { key: 'a', value: { name: 'Đặng' }, savedAt: 1 }),
    ).rejects.toMatchObject({ code: 'storageLost' })
    opening.mockRestore()
    await saveDraft(database, key, { key: 'a', value: { name: 'Đặng' }, savedAt: 1 })
    expect(await loadDraft(database, key, 'a')).toEqual({ name: 'Đặng' })
  })

  it('opens one new connection for all who were cut off at once', async () => {
    cutOff('cut')
    await Promise.all([2, 3, 4].map((n) => appendCommand(database, key, commandNumber(n))))
    expect(told).toEqual(['reopened'])
    expect((await kept()).sort()).toEqual([1, 2, 3, 4].map((n) => anId(2000 + n)))
  })

  it('does not wait for ever for a connection that never comes', async () => {
    database.close({ disableAutoOpen: false })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const opening = vi.spyOn(database, 'open').mockReturnValue(new Dexie.Promise(() => undefined))
    const reading = expect(connected(database, kept)).rejects.toMatchObject({ code: 'storageLost' })
    await vi.advanceTimersByTimeAsync(20_000)
    await reading
    vi.useRealTimers()
    opening.mockRestore()
  })

  it('has put back what was thrown away before anything new is written', async () => {
    await clearDatabases('cut')
    const [next] = await Promise.all([2, 3].map((n) => appendCommand(database, key, commandNumber(n))))
    expect(next).toBeDefined()
    expect(told[0]).toBe('emptied')
    expect(await kept()).toHaveLength(2)
  })

  it.each([
    ['the browser said that it closed it', () => clearDatabases('cut')],
    [
      'nobody said anything, and Dexie opens it anew in the middle of a reading',
      async () => {
        database.backendDB().close()
        await new Dexie('cut').delete()
      },
    ],
  ])('shows nobody a disk without what is put back on it, when %s', async (_how, throwAway) => {
    const left = await database.outbox.toArray()
    putBack = async (empty) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      await empty.table('outbox').bulkPut(left)
    }
    await throwAway()
    const readings = await Promise.all([kept(), kept(), database.outbox.count(), kept()])
    expect(readings).toEqual([[anId(2001)], [anId(2001)], 1, [anId(2001)]])
  })

  it('puts back once more what could not be put back at first', async () => {
    const left = await database.outbox.toArray()
    let tries = 0
    putBack = async (empty) => {
      if (++tries < 2) throw lost()
      await empty.table('outbox').bulkPut(left)
    }
    await clearDatabases('cut')
    expect(await connected(database, kept)).toEqual([anId(2001)])
    expect(tries).toBe(2)
  })

  it.each([
    'UnknownError at the write',
    'AbortError at the commit',
    'connection lost before the commit',
    'connection lost after the commit',
  ] as const)('writes many at once all the same: %s', async (fault) => {
    const storage = breakStorage('cut', { write: 2, fault })
    await connected(database, writeTwo)
    storage.remove()
    expect(storage.hasFailed).toBe(true)
    expect(await database.answers.count()).toBe(2)
    expect(told).not.toContain('lost')
  })

  it.each(['QuotaExceededError at the write', 'QuotaExceededError at the commit'] as const)(
    'says that the disk is full when many are written at once: %s',
    async (fault) => {
      const storage = breakStorage('cut', { write: 2, fault })
      const writing = connected(database, writeTwo)
      await expect(writing).rejects.toMatchObject({ code: 'diskFull' })
      storage.remove()
      expect(await database.answers.count()).toBe(0)
      expect(told).toEqual([])
    },
  )

  it('lets another trouble be what it is', async () => {
    const full = () => Promise.reject(new DOMException('', 'QuotaExceededError'))
    await expect(connected(database, full)).rejects.toMatchObject({ code: 'diskFull' })
    await expect(connected(database, () => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug')
    expect(told).toEqual([])
  })
})

describe('a newer app in another tab', () => {
  let database: PhoneDatabase
  let key: CryptoKey
  beforeEach(async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    database = openPhoneDatabase('old')
    key = await toSealingKey(newDataKey())
    await appendCommand(database, key, commandNumber(1))
  })

  it('gets the database once the old one has kept what is being typed; the old one says that it can keep nothing more', async () => {
    const told: boolean[] = []
    watchConnection(database, {
      ...silent,
      onLost: (isLost) => void told.push(isLost),
      keepTyped: () => saveDraft(database, key, { key: 'typed', value: { name: 'Đặng' }, savedAt: 1 }),
    })
    const newer = new Dexie('old')
    newer.version(99).stores({ drafts: 'key, savedAt', outbox: 'seq, &id', more: 'id' })
    await newer.open()
    expect(await newer.table('drafts').count()).toBe(1)
    expect(await newer.table('outbox').count()).toBe(1)
    expect(told).toEqual([true])
    await expect(appendCommand(database, key, commandNumber(2))).rejects.toMatchObject({
      code: 'storageLost',
    })
    expect(await newer.table('outbox').count()).toBe(1)
    await newer.delete()
  })

  it('does not wait long for an old one that cannot keep what is typed', async () => {
    watchConnection(database, {
      ...silent,
      keepTyped: () => new Promise(() => undefined),
    })
    const newer = new Dexie('old')
    newer.version(99).stores({ more: 'id' })
    await newer.open()
    expect(newer.verno).toBe(99)
    await newer.delete()
  })
})
