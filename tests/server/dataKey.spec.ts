// GET and PUT /api/devices/:deviceId: the key that seals what lies on a phone, and whose it is, on both databases.
import { describe, expect, it } from 'vitest'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aWardOverHttp } from '../support/wardOverHttp.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  describe('a device', () => {
    it('hands its data key back to its own member alone, and keeps the first one', async () => {
      const ward = await aWardOverHttp({ databaseUrl: await addressOf(kind, 'data_key') })
      const { server } = ward
      const manager = ward.manager.browser
      const lead = await ward.join('Tổ Trưởng', 'lead', [ward.teamId])
      const path = `/api/devices/${server.context.newId()}`
      const [first, second] = ['a'.repeat(44), 'b'.repeat(44)]
      expect((await manager.request('PUT', path, { name: 'x', dataKey: first })).body.dataKey).toBe(first)
      expect((await manager.request('PUT', path, { name: 'x', dataKey: second })).body.dataKey).toBe(first)
      expect((await manager.request('GET', path)).body.dataKey).toBe(first)
      expect((await lead.browser.request('GET', path)).body.problem.code).toBe('deviceUnknown')
      expect(
        (await lead.browser.request('PUT', path, { name: 'x', dataKey: second })).body.problem.code,
      ).toBe('deviceUnknown')
      expect((await server.browser().request('GET', path)).body.problem.code).toBe('sessionExpired')
      const kept = await server.context.db.kysely.selectFrom('devices').select('data_key_sealed').execute()
      expect(kept.some(({ data_key_sealed }) => data_key_sealed.includes(first))).toBe(false)
      await ward.close()
    })
  })
})
