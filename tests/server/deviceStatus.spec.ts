// What the server keeps of what a phone says of itself, and how often it writes that down, on both databases.
import { describe, expect, it, vi } from 'vitest'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aLiteralWard } from '../support/literalWard.ts'

const minute = 60_000
const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  const ward = aLiteralWard(() => addressOf(kind, 'device_status'))
  const { aRequest, aVisit, sync } = ward

  describe('what a phone says of itself', () => {
    const kept = () =>
      ward.server.context.db.kysely
        .selectFrom('devices')
        .select(['unsent', 'oldest_unsent_at', 'app_version', 'last_contact_at'])
        .where('device_id', '=', ward.deviceId)
        .executeTakeFirstOrThrow()
    const saying = (status: object) => ({ status: { ...aRequest().status, ...status } })

    it('is written when it changes, and once a minute; a quiet sync writes nothing', async () => {
      await sync(ward.volunteer, [], saying({ unsent: 3, oldestUnsentAt: 7 }))
      const first = { unsent: 3, oldest_unsent_at: 7, app_version: 'test', last_contact_at: ward.server.now }
      expect(await kept()).toEqual(first)
      const transact = vi.spyOn(ward.server.context.db, 'transact')
      ward.server.now += minute / 2
      await sync(ward.volunteer, [], saying({ unsent: 3, oldestUnsentAt: 7 }))
      expect(await kept()).toEqual(first)
      ward.server.now += minute / 2
      await sync(ward.volunteer, [], saying({ unsent: 3, oldestUnsentAt: 7 }))
      expect(await kept()).toEqual({ ...first, last_contact_at: ward.server.now })
      await sync(ward.volunteer, [], saying({ unsent: 3, oldestUnsentAt: 8 }))
      expect(await kept()).toMatchObject({ oldest_unsent_at: 8 })
      expect(transact).not.toHaveBeenCalled()
      await sync(ward.volunteer, [aVisit(), aVisit(2)], saying({ unsent: 5, oldestUnsentAt: 9 }))
      expect(transact).toHaveBeenCalledOnce()
      transact.mockRestore()
      // What came with it does not wait any more.
      expect(await kept()).toMatchObject({ unsent: 3, oldest_unsent_at: 9 })
      await sync(ward.volunteer, [aVisit(3)], saying({ unsent: 1, oldestUnsentAt: 9 }))
      expect(await kept()).toMatchObject({ unsent: 0, oldest_unsent_at: null })
    })
  })
})
