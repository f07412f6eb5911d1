// What a good request to POST /api/sync or GET /api/snapshot does and brings, on both databases.
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { SyncReply } from '#protocol/sync.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aLiteralWard, told } from '../support/literalWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  const ward = aLiteralWard(() => addressOf(kind, 'over_http'))
  const { aDevice, aRequest, aVisit, sync } = ward

  describe('a good request', () => {
    it('applies what it carries, and brings the rows of one’s own scopes alone, each of them once', async () => {
      const visit = aVisit()
      const reply = await sync(ward.volunteer, [visit])
      expect(told(reply)).toEqual([[visit.id, 1, 'applied']])
      expect([...reply.grants].sort()).toEqual([`team:${ward.teamId}`, `ward:${ward.wardId}`])
      const rows = [...reply.scopes, ...reply.outcomes].flatMap((part) => part.rows)
      expect(rows.filter(({ id }) => id === visit.args.assistId)).toMatchObject([
        { table: 'assists', ver: 1 },
      ])
      expect(await sync(ward.volunteer, [visit])).toEqual(reply)
    })

    it('brings a row with the outcome where none of its pages does', async () => {
      const visit = aVisit()
      const first = await sync(ward.volunteer, [visit])
      const cursors = Object.fromEntries(first.scopes.map(({ scope, to }) => [scope, to]))
      const { scopes, outcomes } = await sync(ward.volunteer, [visit], { epoch: first.epoch, cursors })
      expect(scopes.flatMap(({ rows }) => rows)).toEqual([])
      expect(outcomes).toMatchObject([{ rows: [{ table: 'assists', id: visit.args.assistId, ver: 1 }] }])
    })

    it('brings a manager the rows with the outcome, as their phone holds no team', async () => {
      const visit = aVisit()
      const reply = await sync(ward.manager, [visit], { deviceId: await aDevice(ward.manager) })
      expect(reply.grants).toEqual([`ward:${ward.wardId}`])
      expect(reply.outcomes).toMatchObject([{ outcome: 'applied', rows: [{ id: visit.args.assistId }] }])
    })

    it('gzipped, is the same', async () => {
      const body = new Uint8Array(gzipSync(JSON.stringify(aRequest([aVisit()]))))
      const answer = await ward.volunteer.fetch('/api/sync', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      })
      expect(((await answer.json()) as SyncReply).outcomes).toMatchObject([{ outcome: 'applied' }])
    })

    it('with another team’s ids, an unknown name and bad arguments stores each as refused and carries out the rest', async () => {
      const commands = [
        aVisit(1, ward.otherTeamId),
        { ...aVisit(2), name: 'dropEverything' },
        { ...aVisit(3), args: { assistId: 7 } },
        aVisit(4),
      ]
      const reply = await sync(ward.volunteer, commands)
      expect(reply.outcomes.map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
        ['refused', 'notAllowed'],
        ['refused', 'commandUnknown'],
        ['refused', 'argumentsMalformed'],
        ['applied', undefined],
      ])
      const kept = await ward.server.context.db.kysely
        .selectFrom('commands')
        .select('outcome')
        .where('device_id', '=', ward.deviceId)
        .execute()
      expect(kept.filter(({ outcome }) => outcome === 'refused')).toHaveLength(3)
    })
  })

  describe('the first fill', () => {
    it('brings a scope page by page, and another team’s not at all', async () => {
      const { body } = await ward.volunteer.request('GET', `/api/snapshot/team:${ward.teamId}`)
      expect(body).toMatchObject({ scope: `team:${ward.teamId}`, more: false, count: body.rows.length })
      const refused = await ward.volunteer.request('GET', `/api/snapshot/team:${ward.otherTeamId}`)
      expect([refused.status, refused.body.problem.code]).toEqual([403, 'scopeNotGranted'])
      expect((await ward.volunteer.request('GET', '/api/snapshot/everything')).status).toBe(404)
      expect((await ward.volunteer.request('GET', '/api/snapshot/team:%00')).status).toBe(404)
      expect((await ward.volunteer.request('GET', `/api/snapshot/team:${ward.teamId}?after=-1`)).status).toBe(
        400,
      )
      expect((await ward.server.browser().request('GET', `/api/snapshot/team:${ward.teamId}`)).status).toBe(
        401,
      )
    })
  })
})
