// The real app on a SQLite file with a team of many rows, and beside it the floor: the least that any logbook on the same
// ground has to do. Both in one process, so that both have the same machine at the same moment.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import SqliteDatabase from 'better-sqlite3'
import { Hono } from 'hono'
import { pino } from 'pino'
import { v7 } from 'uuid'
import { dayAt } from '#domain/period.ts'
import { createIdentity } from '../../src/server/auth/identity.ts'
import { readConfig } from '../../src/server/config.ts'
import type { ServerContext } from '../../src/server/context.ts'
import { createApp } from '../../src/server/createApp.ts'
import { beginWard } from '../../src/server/starter/beginWard.ts'
import { openDatabase } from '../../src/server/store/database.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { linkMember } from '../../src/server/store/members.ts'
import { parseRow } from '../../src/server/store/rows.ts'
import { createWardKeys } from '../../src/server/store/wardKeys.ts'
import { createPokes } from '../../src/server/sync/pokes.ts'
import { pull } from '../../src/server/sync/pull.ts'
import { runCommands, type OwnCommand } from '../../src/server/sync/runCommands.ts'
import { createRandom } from '../../src/server/tasks/demo/random.ts'
import {
  aDossier,
  aNewResident,
  aProcedureInForce,
  aVisit,
  createDossierCodes,
  someTime,
  type DemoWorld,
} from '../../src/server/tasks/demo/visits.ts'

export const phone = '0912000101'
export const password = 'bench-bench'
const rowsPerVisit = 3

export interface BenchServer {
  readonly url: string
  readonly rows: number
  /** Bytes of the floor's one answer, as it travels. */
  readonly floorBytes: number
  close(): Promise<void>
}

export async function startBenchServer(rows: number, benchPages: string): Promise<BenchServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'to-so-bench-'))
  const config = readConfig({ DATA_DIR: dataDir })
  const db = openDatabase(join(dataDir, 'to-so.sqlite'))
  await db.migrate()
  const context: ServerContext = {
    db,
    config,
    clock: Date.now,
    newId: () => v7(),
    log: pino({ level: 'error' }),
    keys: createWardKeys(db, config.masterKey),
    pokes: createPokes(),
  }
  const identity = createIdentity(context)
  const { wardId, teamId } = await fillWard(context, identity, rows)
  const floor = await createFloor(context, wardId, teamId, dataDir)
  const app = new Hono()
    .route('/', floor.app)
    .use(
      '/bench/*',
      serveStatic({ root: benchPages, rewriteRequestPath: (path) => path.replace('/bench', '') }),
    )
    .route('/', createApp(context, { identity, pagesDir: 'dist' }))
  let server: ReturnType<typeof serve> | undefined
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (address) => resolve(address.port))
  })
  return {
    url: `http://localhost:${port}`,
    rows: floor.rows,
    floorBytes: floor.bytes,
    async close() {
      server?.close()
      floor.close()
      await db.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
async function fillWard(context: ServerContext, identity: ReturnType<typeof createIdentity>, rows: number) {
  const since = '2022-01-01'
  const teams = [{ kind: 'neighbourhood' as const, name: 'Khu phố Đo' }]
  const { wardId, manager, teamIds } = await beginWard(context, {
    wardName: 'Phường Đo',
    teams,
    managerName: 'Quản Lý',
    since,
  })
  const [teamId = ''] = teamIds
  const volunteer = { memberId: context.newId(), role: 'volunteer' as const, teamIds: [teamId] }
  const member = {
    name: 'Thành Viên',
    role: 'volunteer' as const,
    teamIds: [teamId],
    joinedOn: since,
    leftOn: null,
  }
  await runCommands(context, wardId, manager, [
    { name: 'addMember', args: { memberId: volunteer.memberId, ...member } },
  ])
  await linkMember(
    context.db,
    { wardId, memberId: volunteer.memberId },
    await identity.createUser(phone, { passwordHash: await identity.hashPassword(password) }),
  )
  const { procedures } = await readTables(context, wardId, ['procedures'])
  const team = { id: teamId, isDesk: false, members: [volunteer] }
  const world: DemoWorld = {
    random: createRandom(7),
    teams: [team],
    procedures,
    nextCode: createDossierCodes(),
  }
  const today = dayAt(context.clock())
  const commands = Array.from({ length: Math.ceil(rows / rowsPerVisit) }, (_, index): OwnCommand => {
    const at = someTime(world.random, `${today.slice(0, 4)}-0${1 + (index % 9)}-1${index % 9}`)
    const procedure = aProcedureInForce(world, dayAt(at))
    const deeds = aDossier(world, at, { procedure })
    return {
      name: 'recordAssist',
      args: aVisit(world, team, at, { resident: aNewResident(world, at), deeds }).args,
      at,
    }
  })
  await runCommands(context, wardId, volunteer, commands)
  return { wardId, teamId }
}

/** One compressed answer of all rows; one compressed POST into one transaction; no conflicts, no rights, no numbers. */
async function createFloor({ db, keys }: ServerContext, wardId: string, teamId: string, dataDir: string) {
  const cursors = new Map([
    [`ward:${wardId}` as const, 0],
    [`team:${teamId}` as const, 0],
  ])
  const scopes = await pull(db, await keys.get(wardId), cursors, { limit: 1_000_000 })
  const rows = scopes.flatMap((scope) => scope.rows.map(parseRow))
  const answer = new Uint8Array(gzipSync(JSON.stringify(rows)))
  const sqlite = new SqliteDatabase(join(dataDir, 'floor.sqlite'))
  sqlite.pragma('journal_mode = WAL')
  sqlite.pragma('synchronous = FULL')
  sqlite.exec('create table commands (id text primary key, doc text not null) strict')
  const insert = sqlite.prepare('insert into commands (id, doc) values (?, ?)')
  const insertAll = sqlite.transaction((commands: { id: string }[]) => {
    for (const command of commands) insert.run(command.id, JSON.stringify(command))
  })
  const app = new Hono()
    .get('/floor/rows', (c) => {
      c.header('Content-Encoding', 'gzip')
      c.header('Content-Type', 'application/json')
      return c.body(answer)
    })
    .post('/floor/commands', async (c) => {
      const body = gunzipSync(Buffer.from(await c.req.arrayBuffer())).toString()
      insertAll(JSON.parse(body) as { id: string }[])
      return c.json({ ok: true })
    })
  return { app, rows: rows.length, bytes: answer.length, close: () => sqlite.close() }
}
