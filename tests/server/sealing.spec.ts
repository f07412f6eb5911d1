// What somebody typed about residents lies sealed in either database; and how a sealed value opens.
import { describe, expect, it } from 'vitest'
import { newKey, seal, unseal } from '../../src/server/store/sealing.ts'
import { anAssistToRecord, anId, ids } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aPushingWard, mine } from '../support/pushingWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  const here = aPushingWard(() => addressOf(kind, 'sealing'))
  const { make, send, pullTeam } = here

  it('neither a name of a resident nor what somebody typed about one stands open in the database', async () => {
    const remark = 'Máy của ông Thử đã cũ'
    const items = { [anId(77)]: { kind: 'failure', subject: 'account', reason: 'KHAC', remark } } as const
    await send(mine, [
      make(1, 'recordAssist', anAssistToRecord({ note: 'gọi cho ông Thử', items, dossiers: [] })),
      make(2, 'withdrawAssist', { assistId: ids.assist, reason: 'Ghi nhầm bà Thử' }),
    ])
    expect(JSON.stringify((await pullTeam())?.rows)).toContain('Lê Thị Thử')
    const { rows } = {
      rows: [
        await here.database.kysely.selectFrom('rows').selectAll().execute(),
        await here.database.kysely.selectFrom('commands').selectAll().execute(),
        await here.database.kysely.selectFrom('history').selectAll().execute(),
      ],
    }
    expect(JSON.stringify(rows)).not.toContain('Thử')
  })
})

describe('a sealed value', () => {
  const key = newKey()
  it('opens with its key in its place', () =>
    expect(unseal(key, 'residents/1', seal(key, 'residents/1', 'Đỗ Minh'))).toBe('Đỗ Minh'))
  it('opens neither elsewhere nor with another key', () => {
    const sealed = seal(key, 'residents/1', 'Đỗ Minh')
    expect(() => unseal(key, 'residents/2', sealed)).toThrow()
    expect(() => unseal(newKey(), 'residents/1', sealed)).toThrow()
  })
})
