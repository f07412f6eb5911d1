// POST /api/rescue: what is brought, by whom, what it counts for, and that nothing is ever refused or lost, on both
// databases.
import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Assist } from '#domain/assist.ts'
import { dayAt } from '#domain/period.ts'
import type { ProblemReport } from '#domain/problem.ts'
import { maxRescueBytes, type RescueEntry, type RescueReply } from '#protocol/rescue.ts'
import type { WireCommand } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'
import { proveRescue } from '../../src/client/rescue/proveRescue.ts'
import { sealRescue } from '../../src/client/rescue/sealRescue.ts'
import { toProvingKey } from '../../src/client/vault/pin.ts'
import { readSome } from '../../src/server/store/documents.ts'
import { dailyRescues } from '../../src/server/store/rescueRoom.ts'
import { takeRescue, type Bringer } from '../../src/server/sync/takeRescue.ts'
import { anId } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aRescueFile } from '../support/rescueFile.ts'
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

  const seal = (commands: readonly WireCommand[], by = author, fields: object = {}) =>
    aRescueFile(ward, by, commands, { fields })
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

  describe('that a lead was handed', () => {
    /** What its author never wrote. */
    const forged: [string, (visit: WireCommand) => Promise<string>][] = [
      ['without a proof', (visit) => aRescueFile(ward, author, [visit], { provenBy: null })],
      [
        'proven by whoever made it',
        (visit) => aRescueFile(ward, author, [visit], { provenBy: colleague.dataKey }),
      ],
      [
        'with the proof of another file of theirs',
        async (visit) => {
          const provingKey = await toProvingKey(new Uint8Array(Buffer.from(author.dataKey, 'base64')))
          const { proof } = await proveRescue('{}', ward.wardId, provingKey)
          const { memberId, deviceId, rescueKey } = author
          const text = JSON.stringify({ memberId, deviceId, madeAt: 1, commands: [visit] })
          return JSON.stringify(await sealRescue({ text, proof }, { wardId: ward.wardId, rescueKey }))
        },
      ],
    ]
    it.each(forged)('counts for nothing %s, and is kept for the manager', async (_, make) => {
      const visit = aVisit()
      const file = await make(visit)
      const brought = await bring(lead, file)
      expect(countsOf(brought)).toBe('kept')
      expect(await findVisit(visit)).toBeUndefined()
      expect(await entryOf(brought.reply.id)).toMatchObject({ byName: 'Tổ Trưởng', isRead: false })
      expect(countsOf(await bring(ward.manager, file))).toEqual([1, 0, 0])
    })

    it('counts when another phone of its author has proven it, which the ward may know better', async () => {
      const second = await author.anotherPhone()
      const visit = aVisit()
      const file = await aRescueFile(ward, author, [visit], { provenBy: second.dataKey })
      expect(countsOf(await bring(lead, file))).toEqual([1, 0, 0])
    })

    it('may be one of before, which proves nothing: its author brings it all the same', async () => {
      const visit = aVisit()
      const file = await aRescueFile(ward, author, [visit], { provenBy: null })
      expect(countsOf(await bring(author, file))).toEqual([1, 0, 0])
    })
  })

  it('that a newer app wrote waits until the server knows that version', async () => {
    const newer = await seal([aVisit()], author, { protocol: protocolVersion + 1 })
    expect(countsOf(await bring(author, newer))).toBe('kept')
    const older = await seal([aVisit()], author, { protocol: 1 })
    expect(countsOf(await bring(author, older))).toEqual([1, 0, 0])
  })

  describe('of which somebody brings very many', () => {
    const day = 86_400_000
    const waitOf = ({ reply }: { reply: unknown }) => (reply as { problem?: ProblemReport }).problem

    it('is not taken until a day has passed; what is there already still is, and others are heard', async () => {
      const busy = await ward.join('Người Gửi Nhiều', 'volunteer', [ward.teamId])
      for (let n = 0; n < dailyRescues.count; n++) {
        ward.server.now += 1000
        expect((await bring(busy, `tệp ${n}`)).status).toBe(200)
      }
      const full = await bring(busy, 'một tệp nữa')
      expect([full.status, waitOf(full)]).toEqual([429, { code: 'tooManyRescues', details: { hours: 24 } }])
      expect((await bring(busy, 'tệp 3')).status).toBe(200)
      expect((await bring(colleague, 'tệp của người khác')).status).toBe(200)
      expect((await list()).filter(({ byName }) => byName === 'Người Gửi Nhiều')).toHaveLength(
        dailyRescues.count,
      )
      ward.server.now += day - dailyRescues.count * 1000 + 1000
      expect((await bring(busy, 'một tệp nữa')).status).toBe(200)
      expect((await bring(busy, 'và một tệp nữa')).status).toBe(429)
    })

    it('or very long ones, neither', async () => {
      const busy = await ward.join('Người Gửi Dài', 'volunteer', [ward.teamId])
      const { reply } = await bring(busy, 'tệp rất dài')
      const grown = ward.server.context.db.kysely
        .updateTable('rescues')
        .set({ bytes: dailyRescues.bytes - 1000 })
        .where('rescue_id', '=', reply.id)
      await grown.execute()
      expect((await bring(busy, randomBytes(1000))).status).toBe(200)
      const full = await bring(busy, randomBytes(1))
      expect([full.status, waitOf(full)?.code]).toEqual([429, 'tooManyRescues'])
    })
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
    const bringer: Bringer = { wardId: ward.wardId, memberId: author.memberId, trustAbout: () => 'always' }
    const { context } = ward.server
    // It is kept in the first transaction, and decided in the next.
    let begun = 0
    const transact: typeof context.db.transact = (work) =>
      begun++ === 0 ? context.db.transact(work) : Promise.reject(new Error('killed'))
    const ending = { ...context, db: { ...context.db, transact } }
    await expect(takeRescue(ending, bringer, content)).rejects.toThrow('killed')
    expect(await list()).toContainEqual(expect.objectContaining({ bytes: content.length, isRead: false }))
    expect(await takeRescue(context, bringer, content)).toMatchObject({ isRead: true, taken: 1 })
    expect(await findVisit(visit)).toBeDefined()
  })
})
