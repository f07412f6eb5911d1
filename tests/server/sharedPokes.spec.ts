// Two servers on one PostgreSQL: what is sent through one is told to whoever listens at the other, also when a message
// gets lost.
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { teamScope, wardScope } from '#domain/tables.ts'
import type { Poke } from '#protocol/events.ts'
import type { ServerContext } from '../../src/server/context.ts'
import { openDatabase } from '../../src/server/store/database.ts'
import { createWardKeys } from '../../src/server/store/wardKeys.ts'
import type { Pokes } from '../../src/server/sync/pokes.ts'
import { sharePokes } from '../../src/server/sync/sharedPokes.ts'
import { anId } from '../support/builders.ts'
import { password, type Browser } from '../support/server.ts'
import { startPostgres, type Postgres } from '../support/postgres.ts'
import { aWardOverHttp, type WardMember, type WardOverHttp } from '../support/wardOverHttp.ts'
import { waitFor } from '../support/patience.ts'

const never = 3_600_000
const soon = 100

describe('two servers on one database', () => {
  let postgres: Postgres
  let url: string
  let ward: WardOverHttp
  let member: WardMember
  let other: ServerContext
  const opened: Pokes[] = []
  const heard: { pokes: readonly Poke[]; by: string | undefined }[] = []

  beforeAll(async () => {
    postgres = await startPostgres()
    url = await postgres.createDatabase('two_servers')
    ward = await aWardOverHttp({ databaseUrl: url })
    member = await ward.join('Tình Nguyện', 'volunteer', [ward.teamId])
    const db = openDatabase(url)
    const { context } = ward.server
    other = { ...context, db, keys: createWardKeys(db, context.config.masterKey) }
  })
  afterAll(async () => {
    await other.db.close()
    await ward.close()
    await postgres.stop()
  })
  beforeEach(() => void heard.splice(0))
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((pokes) => pokes.close()))
    expect(await countListeners()).toBe(0)
  })

  /** One server's, which has looked once; it is left to the test what is told through it. */
  async function share(context: ServerContext, restBetweenLooks = never): Promise<Pokes> {
    const before = await countListeners()
    const pokes = sharePokes(context, url, restBetweenLooks)
    opened.push(pokes)
    const looked = vi.fn()
    const stop = pokes.subscribe(ward.wardId, looked)
    await waitFor(() => expect(looked).toHaveBeenCalled())
    stop()
    await waitFor(async () => expect(await countListeners()).toBe(before + 1))
    return pokes
  }
  const listenAt = (pokes: Pokes) =>
    pokes.subscribe(ward.wardId, (some, by) => void heard.push({ pokes: some, by }))
  const listening = sql`from pg_stat_activity where query = 'listen to_so_pokes' and datname = current_database()`
  async function countListeners(): Promise<number> {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n ${listening}`.execute(other.db.kysely)
    return rows[0]?.n ?? 0
  }
  const cutLines = () => sql`select pg_terminate_backend(pid) ${listening}`.execute(other.db.kysely)
  const heads = () => heard.flatMap(({ pokes }) => pokes.map(({ head }) => head))

  it('a save at one pokes a stream of the other, but for the phone that made it', async () => {
    const [here, there] = [await signIn(await share(ward.server.context)), await signIn(await share(other))]
    const [stream, own] = [await openStream(there), await openStream(there, `?device=${member.deviceId}`)]
    await save(here)
    await waitFor(() => expect(stream.text()).toContain(`"scope":"team:${ward.teamId}"`))
    // Whatever was told before it has been heard by then.
    opened[0]?.publish(ward.wardId, [{ scope: wardScope(ward.wardId), head: 99 }])
    await waitFor(() => expect(own.text()).toContain('"head":99'))
    expect(own.text()).not.toContain('team:')
    await Promise.all([stream.close(), own.close()])
  })

  it('each tells its own at once and once, and the other once', async () => {
    const [here, there] = [await share(ward.server.context), await share(other)]
    listenAt(here)
    here.publish(ward.wardId, [{ scope: teamScope(ward.teamId), head: 1001 }], member.deviceId)
    expect(heard).toEqual([{ pokes: [{ scope: teamScope(ward.teamId), head: 1001 }], by: member.deviceId }])
    there.publish(ward.wardId, [{ scope: teamScope(ward.teamId), head: 1002 }])
    await waitFor(() => expect(heads()).toEqual([1001, 1002]))
    expect(heard[1]?.by).toBeUndefined()
  })

  it('a member who is to be called is called at both', async () => {
    const [here, there] = [await share(ward.server.context), await share(other)]
    const called: string[] = []
    for (const [name, pokes] of Object.entries({ here, there }))
      pokes.onWake(member.memberId, () => void called.push(name))
    there.onWake(anId(5), () => void called.push('another'))
    here.wake(ward.wardId, member.memberId)
    expect(called).toEqual(['here'])
    await waitFor(() => expect(called).toEqual(['here', 'there']))
  })

  it('hundreds of scopes at once arrive all, though a message is short', async () => {
    const [here, there] = [await share(ward.server.context), await share(other)]
    listenAt(there)
    const many = Array.from({ length: 500 }, (_, n) => ({ scope: teamScope(anId(n)), head: 2 ** 50 + n }))
    here.publish(ward.wardId, many, member.deviceId)
    await waitFor(() => expect(heads()).toEqual(many.map(({ head }) => head)))
  })

  it('what nobody could hear is found by looking, and listening begins again', async () => {
    const [here, there] = [await share(ward.server.context), await share(other, soon)]
    listenAt(there)
    await cutLines()
    // Committed by a server that died before it could tell anybody.
    const head = await moveHead()
    await waitFor(() => expect(heads()).toContain(head))
    await waitFor(async () => expect(await countListeners()).toBe(2))
    here.publish(ward.wardId, [{ scope: teamScope(ward.teamId), head: head + 1 }], anId(5))
    await waitFor(() => expect(heard.at(-1)).toMatchObject({ by: anId(5) }))
  })

  it('what nobody could hear is found as soon as listening begins again, without waiting for the next look', async () => {
    const there = await share(other, never)
    await waitFor(async () => expect(await countListeners()).toBe(1))
    listenAt(there)
    await cutLines()
    const head = await moveHead()
    await waitFor(() => expect(heads()).toContain(head))
  })

  it('what has been told is not told again by looking', async () => {
    const there = await share(other, soon)
    const looks = vi.spyOn(other.db.kysely, 'selectFrom')
    listenAt(there)
    const head = await moveHead()
    await waitFor(() => expect(heads()).toEqual([head]))
    const before = looks.mock.calls.length
    await waitFor(() => expect(looks.mock.calls.length).toBeGreaterThan(before + 3))
    expect(heads()).toEqual([head])
    looks.mockRestore()
  })

  async function moveHead(): Promise<number> {
    const { head } = await other.db.kysely
      .updateTable('scopes')
      .set((eb) => ({ head: eb('head', '+', 1) }))
      .where('scope', '=', teamScope(ward.teamId))
      .returning('head')
      .executeTakeFirstOrThrow()
    return head
  }

  /** The member's browser at the server with these pokes. */
  async function signIn(pokes: Pokes): Promise<Browser> {
    const browser = ward.server.browser({ pokes })
    await browser.request('POST', '/api/session', { phone: member.phone, password })
    return browser
  }

  async function openStream(browser: Browser, query = '') {
    const { body } = await browser.fetch(`/api/events${query}`)
    const reader = (body as ReadableStream<BufferSource>).pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const read = async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value
    }
    void read()
    await waitFor(() => expect(text).toContain('event: ready'))
    return { text: () => text, close: () => reader.cancel() }
  }

  async function save(browser: Browser): Promise<void> {
    const commands = [member.write('recordAssist', ward.aVisit())]
    const status = { unsent: 1, oldestUnsentAt: null, appVersion: 'test', now: ward.server.now }
    const { body } = await browser.request('POST', '/api/sync', {
      ...{ protocol: 2, deviceId: member.deviceId, epoch: null, commands, cursors: {}, status },
    })
    expect(body.outcomes).toMatchObject([{ outcome: 'applied' }])
  }
})
