// POST /api/rescue: what is brought, by whom, what it counts for, and that nothing is ever refused or lost, on both
// databases.
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Assist } from '#domain/assist.ts'
import { dayAt } from '#domain/period.ts'
import { maxRescueBytes, type RescueEntry, type RescueReply } from '#protocol/rescue.ts'
import type { WireCommand } from '#protocol/sync.ts'
import { sealRescue } from '../../src/client/rescue/sealRescue.ts'
import { readSome } from '../../src/server/store/documents.ts'
import { takeRescue } from '../../src/server/sync/takeRescue.ts'
import { anId } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aWardOverHttp, type WardMember, type WardOverHttp } from '../support/wardOverHttp.ts'

const addressOf = bothDatabases()

describe.each(kinds)('a rescue file, on %s', (kind) => {
  let ward: WardOverHttp
  let author: WardMember
  let colleague: WardMember
  let lead: WardMember
  let otherLead: WardMember

  beforeAll(async () => {
    ward = await aWardOverHttp({ databaseUrl: await addressOf(kind, 'rescue') })
    author = await ward.join('Tình Nguyện', 'volunteer', [ward.teamId])
    colleague = await ward.join('Đồng Nghiệp', 'volunteer', [ward.teamId])
    lead = await ward.join('Tổ Trưởng', 'lead', [ward.teamId])
    otherLead = await ward.join('Tổ Trưởng Khác', 'lead', [ward.otherTeamId])
  })
  afterAll(() => ward.close())

  async function seal(commands: readonly WireCommand[], by = author, fields: object = {}) {
    const { memberId, deviceId, rescueKey } = by
    const rescued = { memberId, deviceId, madeAt: ward.server.now, commands: [...commands], ...fields }
    return JSON.stringify(await sealRescue(rescued, { wardId: ward.wardId, rescueKey }))
  }
  const toBytes = (content: string | Uint8Array) => new Uint8Array(Buffer.from(content as string))
  async function bring(by: WardMember, content: string | Uint8Array, headers: Record<string, string> = {}) {
    const answer = await by.browser.fetch('/api/rescue', { method: 'POST', body: toBytes(content), headers })
    return { status: answer.status, reply: (await answer.json()) as RescueReply }
  }
  const countsOf = ({ reply: { isRead, taken, known, refused } }: { reply: RescueReply }) =>
    isRead ? [taken, known, refused] : 'kept'
  const aVisit = (by = author, team = ward.teamId) => by.write('recordAssist', ward.aVisit(team, 'lời nhắn'))
  const assistIdOf = ({ args }: WireCommand) => (args as { assistId: string }).assistId
  async function findVisit(command: WireCommand): Promise<Assist | undefined> {
    const id = assistIdOf(command)
    return (await readSome(ward.server.context, ward.wardId, 'assists', [id])).get(id)
  }
  async function list(by = ward.manager): Promise<RescueEntry[]> {
    return (await by.browser.request('GET', '/api/rescues')).body.rescues
  }
  const entryOf = async (id: string) => (await list()).find((entry) => entry.id === id)

  it('counts as what its author recorded, whoever of the three brings it', async () => {
    for (const bringer of [author, lead, ward.manager]) {
      const visits = [aVisit(), aVisit()]
      const brought = await bring(bringer, await seal(visits))
      expect([brought.status, countsOf(brought)]).toEqual([200, [2, 0, 0]])
      for (const visit of visits) expect((await findVisit(visit))?.memberId).toBe(author.memberId)
      expect(await entryOf(brought.reply.id)).toMatchObject({
        isRead: true,
        taken: 2,
        authorName: 'Tình Nguyện',
      })
    }
  })

  it('counts once, however often and by whomever it is brought, and whatever was sent meanwhile', async () => {
    const [sent, unsent] = [aVisit(colleague), aVisit(colleague)]
    expect((await colleague.sync([sent])).outcomes).toMatchObject([{ outcome: 'applied' }])
    const file = await seal([sent, unsent], colleague)
    expect(countsOf(await bring(lead, file))).toEqual([1, 1, 0])
    expect(countsOf(await bring(lead, file))).toEqual([0, 2, 0])
    expect(countsOf(await bring(colleague, file))).toEqual([0, 2, 0])
    // The phone comes back to life and sends it itself.
    expect((await colleague.sync([unsent])).outcomes).toMatchObject([{ outcome: 'applied' }])
    const { id } = (await bring(lead, file)).reply
    expect((await list()).filter((entry) => entry.id === id)).toMatchObject([
      { taken: 1, known: 1, refused: 0 },
    ])
  })

  it('leaves what its author may not do to their lead', async () => {
    const visit = aVisit(author, ward.otherTeamId)
    expect(countsOf(await bring(lead, await seal([visit])))).toEqual([0, 0, 1])
    const { body } = await lead.browser.request('GET', '/api/stuck')
    expect(body.commands).toContainEqual(expect.objectContaining({ id: visit.id, memberId: author.memberId }))
  })

  describe('made in another’s name', () => {
    it('counts for nothing when a colleague or another team’s lead brings it, and is kept', async () => {
      const visit = aVisit()
      const file = await seal([visit])
      for (const bringer of [colleague, otherLead]) {
        expect(countsOf(await bring(bringer, file))).toBe('kept')
        expect(await findVisit(visit)).toBeUndefined()
      }
      // Once somebody brings it who answers for its author, it counts, and the first who brought it stays named.
      const brought = await bring(lead, file)
      expect(countsOf(brought)).toEqual([1, 0, 0])
      expect(await entryOf(brought.reply.id)).toMatchObject({ byName: 'Đồng Nghiệp', isRead: true, taken: 1 })
    })

    it('counts as a manager’s only when that very manager brings it', async () => {
      const second = await ward.join('Quản Lý Hai', 'manager', [])
      const promote = { memberId: author.memberId, changes: { role: 'lead' } }
      const file = await seal([second.write('correctMember', promote, { base: 1 })], author, {
        memberId: second.memberId,
      })
      for (const bringer of [author, lead, ward.manager])
        expect(countsOf(await bring(bringer, file))).toBe('kept')
      const roleOf = async () => {
        const members = await readSome(ward.server.context, ward.wardId, 'members', [author.memberId])
        return members.get(author.memberId)?.role
      }
      expect(await roleOf()).toBe('volunteer')
      expect(countsOf(await bring(second, file))).toEqual([1, 0, 0])
      expect(await roleOf()).toBe('lead')
      await second.send(
        'correctMember',
        { memberId: author.memberId, changes: { role: 'volunteer' } },
        { base: 2 },
      )
    })

    it('never counts as what somebody was before in a team that the bringer does not lead', async () => {
      const moved = await ward.join('Người Chuyển', 'volunteer', [ward.otherTeamId])
      const visit = aVisit(moved, ward.otherTeamId)
      ward.server.now += 1000
      await ward.manager.send(
        'correctMember',
        { memberId: moved.memberId, changes: { teamIds: [ward.teamId] } },
        { base: 1 },
      )
      const file = await seal([visit], moved)
      expect(countsOf(await bring(lead, file))).toBe('kept')
      expect(countsOf(await bring(moved, file))).toEqual([1, 0, 0])
    })

    it('is nobody’s when its author is no member of the ward', async () => {
      expect(
        countsOf(await bring(ward.manager, await seal([aVisit()], author, { memberId: anId(77) }))),
      ).toBe('kept')
    })
  })

  it('is brought also by who has left, for what they did before', async () => {
    const leaver = await ward.join('Người Nghỉ', 'lead', [ward.teamId])
    const [own, another] = [aVisit(leaver), aVisit()]
    const files = [await seal([own], leaver), await seal([another])] as const
    ward.server.now += 86_400_000
    const yesterday = dayAt(ward.server.now - 86_400_000)
    await ward.manager.send(
      'correctMember',
      { memberId: leaver.memberId, changes: { leftOn: yesterday } },
      { base: 1 },
    )
    expect(countsOf(await bring(leaver, files[0]))).toEqual([1, 0, 0])
    // They answer for nobody any more.
    expect(countsOf(await bring(leaver, files[1]))).toBe('kept')
  })

  describe('that cannot be read', () => {
    const contents: [string, () => Promise<string | Uint8Array> | string | Uint8Array][] = [
      ['nothing at all', () => ''],
      ['a photo', () => randomBytes(5000)],
      ['JSON of another kind', () => '{"toSo":"rescue"}'],
      ['text with what no database takes', () => 'a\u0000b'],
      ['a file of another ward', async () => (await seal([aVisit()])).replace(ward.wardId, anId(1))],
      [
        'a file of another version',
        async () => (await seal([aVisit()])).replace('"version":1', '"version":2'),
      ],
      ['a file that was cut off', async () => (await seal([aVisit()])).slice(0, -30)],
      [
        'a file in which a bit has changed',
        async () => {
          const { sealed, ...file } = JSON.parse(await seal([aVisit()]))
          return JSON.stringify({ ...file, sealed: (sealed[0] === 'A' ? 'B' : 'A') + sealed.slice(1) })
        },
      ],
      [
        'a key that is no point of the curve',
        async () => {
          const file = JSON.parse(await seal([aVisit()]))
          return JSON.stringify({ ...file, enc: 'AAAA' })
        },
      ],
      ['a sealed thing that is no commands', () => seal([], author, { commands: [{ id: 'x' }] })],
      ['a sealed bomb', () => seal([], author, { madeAt: 'x'.repeat(60_000_000) })],
    ]
    it.each(contents)('(%s) is kept as it came, and the manager gets it back', async (_, make) => {
      const content = toBytes(await make())
      const { status, reply } = await bring(author, content)
      expect([status, reply]).toEqual([200, { id: reply.id, isRead: false, taken: 0, known: 0, refused: 0 }])
      expect(await entryOf(reply.id)).toEqual({
        id: reply.id,
        receivedAt: expect.any(Number),
        byName: 'Tình Nguyện',
        authorName: null,
        bytes: content.length,
        isRead: false,
        taken: 0,
        known: 0,
        refused: 0,
      })
      const raw = await ward.manager.browser.fetch(`/api/rescues/${reply.id}`)
      expect(new Uint8Array(await raw.arrayBuffer())).toEqual(content)
    })
  })

  it('may be as long as it says in the protocol, also packed, and no longer', async () => {
    const long = randomBytes(maxRescueBytes)
    expect((await bring(author, long)).status).toBe(200)
    const packed = await bring(author, gzipSync(Buffer.alloc(maxRescueBytes, 7)), {
      'content-encoding': 'gzip',
    })
    expect([packed.status, (await entryOf(packed.reply.id))?.bytes]).toEqual([200, maxRescueBytes])
    for (const [content, headers] of [
      [randomBytes(maxRescueBytes + 1), {}],
      [gzipSync(Buffer.alloc(maxRescueBytes + 1)), { 'content-encoding': 'gzip' }],
    ] as const) {
      expect((await bring(author, content, headers)).status).toBe(413)
    }
    const others = await author.browser.fetch('/api/session', { method: 'POST', body: randomBytes(100_000) })
    expect(others.status).toBe(413)
  })

  it('is shown to the manager alone, as bytes that no browser opens', async () => {
    const { reply } = await bring(author, '<script>alert(1)</script>')
    for (const other of [author, lead]) {
      for (const path of ['/api/rescues', `/api/rescues/${reply.id}`]) {
        const { status, body } = await other.browser.request('GET', path)
        expect([status, body.problem.code]).toEqual([403, 'notAllowed'])
      }
    }
    const { headers } = await ward.manager.browser.fetch(`/api/rescues/${reply.id}`)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="to-so-rescue-[0-9a-f]{12}\.bin"$/,
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    for (const id of ['x', 'f'.repeat(64)])
      expect((await ward.manager.browser.request('GET', `/api/rescues/${id}`)).status).toBe(404)
    const stranger = ward.server.browser()
    for (const [method, path] of [
      ['POST', '/api/rescue'],
      ['GET', '/api/rescues'],
      ['GET', `/api/rescues/${reply.id}`],
    ] as const)
      expect((await stranger.request(method, path)).status).toBe(401)
  })

  it('lies sealed in the database', async () => {
    const { reply } = await bring(author, 'Đỗ Thị Kín')
    const { sealed_content } = await ward.server.context.db.kysely
      .selectFrom('rescues')
      .select('sealed_content')
      .where('rescue_id', '=', reply.id)
      .executeTakeFirstOrThrow()
    expect(Buffer.from(sealed_content, 'base64').toString()).not.toContain('Kín')
    expect(sealed_content).not.toContain(Buffer.from('Đỗ Thị Kín').toString('base64'))
  })

  it('is there though the server ended while it was being decided, and counts when it comes again', async () => {
    const visit = aVisit()
    const content = toBytes(await seal([visit]))
    const bringer = { wardId: ward.wardId, memberId: author.memberId, speaksFor: () => true }
    const { context } = ward.server
    const ending = {
      ...context,
      db: { ...context.db, transact: vi.fn().mockRejectedValue(new Error('killed')) },
    }
    await expect(takeRescue(ending, bringer, content)).rejects.toThrow('killed')
    expect(await list()).toContainEqual(expect.objectContaining({ bytes: content.length, isRead: false }))
    expect(await takeRescue(context, bringer, content)).toMatchObject({ isRead: true, taken: 1 })
    expect(await findVisit(visit)).toBeDefined()
  })
})
