// A phone that comes from version 1 of its database.
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, expect, it } from 'vitest'
import { openPhoneDatabase } from '../../src/client/db/database.ts'
import { openArchive, sealArchived } from '../../src/client/db/exchange/archive.ts'
import { appendCommand, readOutbox, sealForOutbox } from '../../src/client/db/outbox.ts'
import { newDataKey, toSealingKey } from '../../src/client/vault/pin.ts'
import { readCounts } from '../../src/client/session/counts.ts'
import { aCommand, anAssistToRecord, anId, noon } from '../support/builders.ts'

const commandNumber = (n: number) =>
  aCommand('recordAssist', anAssistToRecord({ assistId: anId(n) }), { id: anId(2000 + n) })

afterEach(() => Dexie.delete('old-phone'))

it('keeps what it has to say and what it said, in its order, beside what it says from now on', async () => {
  const key = await toSealingKey(newDataKey())
  const sealed = await Promise.all([1, 2, 3].map((n) => sealForOutbox(key, commandNumber(n))))
  const old = new Dexie('old-phone')
  old.version(1).stores({
    outbox: 'seq, &id',
    archive: 'id, answeredAt',
    review: 'id',
    drafts: 'key, savedAt',
    pages: '[scope+page]',
    rows: '[scope+key], scope',
    scopes: 'scope',
    meta: 'key',
  })
  await old.table('archive').bulkAdd([
    { ...sealed[1], seq: 2, answeredAt: noon },
    { ...sealed[0], seq: 1, answeredAt: noon },
  ])
  await old.table('outbox').add({ ...sealed[2], seq: 3 })
  await old.table('meta').add({ key: 'lastSeq', value: 3 })
  old.close()

  const database = openPhoneDatabase('old-phone')
  expect((await readOutbox(database, key)).map(({ seq, command }) => [seq, command.id])).toEqual([
    [3, anId(2003)],
  ])
  expect(await appendCommand(database, key, commandNumber(4))).toBe(4)
  expect((await readCounts(database, noon)).sentToday).toBe(2)
  const taken = [5, 6, 7].map((n) => ({ seq: n, command: commandNumber(n) }))
  await database.archive.bulkAdd(await sealArchived(key, taken, { answeredAt: noon + 1, numbering: 0 }))
  const later = [{ seq: 1, command: commandNumber(8) }]
  await database.archive.bulkAdd(await sealArchived(key, later, { answeredAt: noon - 1, numbering: 1 }))
  expect((await readCounts(database, noon)).sentToday).toBe(6)
  const opened = await openArchive(key, await database.archive.toArray())
  expect(opened.map(({ id }) => id)).toEqual([1, 2, 5, 6, 7, 8].map((n) => anId(2000 + n)))
  database.close()
})
