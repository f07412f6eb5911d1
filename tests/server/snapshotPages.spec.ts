// The pages of a first fill, which are kept while nothing moves, on both databases.
import { gunzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSnapshotPages } from '../../src/server/sync/snapshotPages.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aWardOverHttp, type WardMember, type WardOverHttp } from '../support/wardOverHttp.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  let ward: WardOverHttp
  let volunteer: WardMember
  let tests = 0

  beforeEach(async () => {
    ward = await aWardOverHttp({ databaseUrl: await addressOf(kind, `pages_${tests++}`) })
    volunteer = await ward.join('Trần Thị Thử', 'volunteer', [ward.teamId])
    return () => ward.close()
  })

  const fill = async () => {
    const { body } = await volunteer.browser.request('GET', `/api/snapshot/team:${ward.teamId}`)
    return body as { rows: { id: string }[]; count: number }
  }

  it('tells whoever comes later what has moved since, and those who come together the same', async () => {
    const [first, second] = [ward.aVisit(), ward.aVisit()]
    await volunteer.send('recordAssist', first)
    const [one, other] = await Promise.all([fill(), fill()])
    expect(one).toEqual(other)
    expect(one.rows.map(({ id }) => id)).toContain(first.assistId)
    await volunteer.send('recordAssist', second)
    const later = await fill()
    expect(later.rows.map(({ id }) => id)).toContain(second.assistId)
    expect(later.rows).toHaveLength(later.count)
    expect(later.count).toBeGreaterThan(one.count)
  })

  it('reads a page once for all who ask for it, until its scope moves', async () => {
    await volunteer.send('recordAssist', ward.aVisit())
    const { db, keys } = ward.server.context
    const asked = {
      ward: await keys.get(ward.wardId),
      epoch: 'e',
      scope: `team:${ward.teamId}` as const,
      after: 0,
    }
    const pages = createSnapshotPages(db)
    const read = async (what = asked) => (await pages.read(what)).bytes
    const [one, other] = await Promise.all([read(), read()])
    expect(await read()).toBe(one)
    expect(other).toBe(one)
    await volunteer.send('recordAssist', ward.aVisit())
    const moved = await read()
    expect(moved).not.toBe(one)
    expect(JSON.parse(gunzipSync(moved).toString()).count).toBeGreaterThan(
      JSON.parse(gunzipSync(one).toString()).count,
    )
    expect(await read({ ...asked, epoch: 'another' })).not.toBe(moved)
  })
})

it('comes compressed to who can read that, and plainly to who cannot', async () => {
  const ward = await aWardOverHttp()
  const path = `/api/snapshot/ward:${ward.wardId}`
  const plain = await ward.manager.browser.fetch(path)
  const packed = await ward.manager.browser.fetch(path, { headers: { 'accept-encoding': 'gzip' } })
  expect([plain, packed].map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'gzip'])
  const unpacked = gunzipSync(new Uint8Array(await packed.arrayBuffer())).toString()
  expect(unpacked).toBe(await plain.text())
  expect(JSON.parse(unpacked).rows.length).toBeGreaterThan(50)
  await ward.close()
})
