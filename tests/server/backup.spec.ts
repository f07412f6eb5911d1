// Backups as the host makes them, beside a server that goes on, and stores put back from them.
import { execFile } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rowKey, type Scope, type TableName } from '#domain/tables.ts'
import { addCheck, rowCheck } from '#protocol/checksum.ts'
import { readConfig } from '../../src/server/config.ts'
import { ConfigError } from '../../src/server/configError.ts'
import { openDatabase, type Database } from '../../src/server/store/database.ts'
import { findWard } from '../../src/server/store/wards.ts'
import { backUp } from '../../src/server/tasks/backup.ts'
import { restore } from '../../src/server/tasks/restore.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { hostEnv } from '../support/hostEnv.ts'
import { startServer } from '../support/serverProcess.ts'
import { aWardOverHttp, type WardMember, type WardOverHttp } from '../support/wardOverHttp.ts'

const addressOf = bothDatabases()
let folder: string
let ward: WardOverHttp
let member: WardMember
let dataDir: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'to-so-backup-'))
  ward = await aWardOverHttp()
  member = await ward.join('Trần Văn Kín', 'volunteer', [ward.teamId])
  dataDir = ward.server.context.config.dataDir
})
afterEach(async () => {
  await ward.close()
  rmSync(folder, { recursive: true, force: true })
})

const visit = () => member.send('recordAssist', ward.aVisit(ward.teamId, 'lời nhắn'))
/** As the host starts it. */
function run(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['src/server/main.ts', ...args],
      { env: { ...hostEnv(), DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env } },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}
const configOf = (dir: string, env: Record<string, string> = {}) => readConfig({ DATA_DIR: dir, ...env })
/** A folder on another machine, with the master key but no store. */
function anotherFolder(): string {
  const other = mkdtempSync(join(folder, 'other-'))
  copyFileSync(join(dataDir, 'master.key'), join(other, 'master.key'))
  return other
}
async function aBackup(name = 'a.backup'): Promise<string> {
  const file = join(folder, name)
  await backUp(configOf(dataDir), [file])
  return file
}
async function look<T>(dir: string, see: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(join(dir, 'to-so.sqlite'))
  try {
    return await see(db)
  } finally {
    await db.close()
  }
}
const countCommands = (db: Database) =>
  db.kysely
    .selectFrom('commands')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
    .then(({ n }) => Number(n))
const epochOf = (db: Database) => findWard(db, ward.wardId).then((found) => found?.epoch)

describe('a backup', () => {
  it('made while phones go on sending is one moment: every scope is what its rows say', async () => {
    let isDone = false
    const file = join(folder, 'busy.backup')
    for (let n = 0; n < 20; n++) await visit()
    const before = await countCommands(ward.server.context.db)
    const making = run(['backup', file]).finally(() => (isDone = true))
    while (!isDone) await visit()
    const { code, out, err } = await making
    expect([code, err]).toEqual([0, ''])
    expect(out).toBe(
      `Backed up to "${file}" (${(statSync(file).size / 1e6).toFixed(1)} MB). ` +
        `It opens only with the master key in ${join(dataDir, 'master.key')}.\n`,
    )
    const after = await countCommands(ward.server.context.db)

    const other = anotherFolder()
    await restore(configOf(other), [file])
    await look(other, async (db) => {
      const kept = await countCommands(db)
      expect(kept).toBeGreaterThanOrEqual(before)
      expect(kept).toBeLessThan(after)
      for (const [scope, state] of await countScopes(db))
        expect([scope, state.told]).toEqual([scope, state.counted])
    })
  })

  /** What a scope says of itself, beside what its rows say. */
  async function countScopes(db: Database) {
    const scopes = await db.kysely.selectFrom('scopes').selectAll().execute()
    const rows = await db.kysely
      .selectFrom('row_scopes as s')
      .innerJoin('rows as r', (join) => join.onRef('r.tbl', '=', 's.tbl').onRef('r.row_id', '=', 's.row_id'))
      .select(['s.scope', 's.cursor', 's.removed', 'r.tbl', 'r.row_id', 'r.ver'])
      .execute()
    return new Map(
      scopes.map(({ scope, head, count, checksum }) => {
        const mine = rows.filter((row) => row.scope === scope)
        const standing = mine.filter(({ removed }) => removed === 0)
        const check = standing.reduce(
          (sum, { tbl, row_id, ver }) => addCheck(sum, rowCheck(rowKey(tbl as TableName, row_id), ver)),
          0,
        )
        const counted = [Math.max(...mine.map(({ cursor }) => cursor)), standing.length, check]
        return [scope as Scope, { told: [head, count, checksum], counted }]
      }),
    )
  }

  it('shows nothing of what it holds, is for its owner alone, and leaves nothing lying about', async () => {
    await visit()
    const before = readdirSync(dataDir)
    const file = await aBackup()
    expect(readdirSync(dataDir).sort()).toEqual(before.sort())
    expect(readdirSync(folder)).toEqual(['a.backup'])
    expect(statSync(file).mode & 0o077).toBe(0)
    const content = readFileSync(file)
    const isShown = (text: string) => content.includes(text)
    expect(['SQLite format', 'Trần Văn Kín', 'create table', ward.wardId].filter(isShown)).toEqual([])
    const again = readFileSync(await aBackup('b.backup'))
    expect(again.subarray(14, 80).equals(content.subarray(14, 80))).toBe(false)
  })

  it.each([
    ['without a name', () => [[]], 'Say where the backup goes: npm run backup -- <file>.'],
    ['with two names', () => [['a', 'b']], 'Say where the backup goes'],
    [
      'over a file',
      () => [[join(dataDir, 'master.key')]],
      'master.key" exists; give the backup another name.',
    ],
    ['into a folder that is none', () => [[join(folder, 'no', 'a')]], 'no/a" cannot be made: ENOENT'],
    ['of nothing', () => [[join(folder, 'a')], anotherFolder()], 'There is no database "'],
    [
      'of PostgreSQL',
      () => [[join(folder, 'a')], dataDir, { DATABASE_URL: 'postgres://x@y/z' }],
      'DATABASE_URL is set: back a PostgreSQL database up with pg_dump',
    ],
    [
      'with another master key',
      () => [[join(folder, 'a')], dataDir, { MASTER_KEY: Buffer.alloc(32, 9).toString('base64') }],
      'The master key in MASTER_KEY does not fit the database: back up with the MASTER_KEY',
    ],
  ] as [string, () => [string[], string?, Record<string, string>?], string][])(
    '%s is none, and one sentence says why',
    async (_, make, sentence) => {
      const [args, dir = dataDir, env = {}] = make()
      const making = backUp(configOf(dir, env), args)
      await expect(making).rejects.toThrow(ConfigError)
      await expect(making).rejects.toThrow(sentence)
      expect(existsSync(join(folder, 'a'))).toBe(false)
      expect(readdirSync(dataDir).filter((name) => name.startsWith('backup-'))).toEqual([])
    },
  )
})

describe('a store that is put back', () => {
  it('is as it was, under a new epoch, with what came since kept beside it', async () => {
    await visit()
    const file = await aBackup()
    const [kept, oldEpoch] = [
      await countCommands(ward.server.context.db),
      await epochOf(ward.server.context.db),
    ]
    await visit()
    await ward.server.context.db.close()
    const { code, out, err } = await run(['restore', file, '--replace'])
    expect([code, err]).toEqual([0, ''])
    const [, old = ''] =
      out.match(/^Restored from ".+"\. Phones will .+ What was here before is in "(.+)"\.\n$/) ?? []
    await look(dataDir, async (db) => {
      expect(await countCommands(db)).toBe(kept)
      expect(await epochOf(db)).not.toBe(oldEpoch)
    })
    const before = openDatabase(old)
    expect([await countCommands(before), await epochOf(before)]).toEqual([kept + 1, oldEpoch])
    await before.close()
    expect(readdirSync(dataDir).filter((name) => /^restore-|-wal$|-shm$/.test(name))).toEqual([])
  })

  it('is refused while a server uses the folder, and in the place of a ward unless that is said', async () => {
    const file = await aBackup()
    await expect(restore(configOf(dataDir), [file, '--replace'])).rejects.toThrow(
      `A server is using "${join(dataDir, 'to-so.sqlite')}"; stop it, and restore again.`,
    )
    await ward.server.context.db.close()
    const there = readdirSync(dataDir).sort()
    await expect(restore(configOf(dataDir), [file])).rejects.toThrow('to-so.sqlite" holds a ward; to put')
    expect(readdirSync(dataDir).sort()).toEqual(there)
    await restore(configOf(dataDir), [file, '--replace'])
  })

  it('is refused while the real server runs, also when nobody speaks with it', async () => {
    const file = await aBackup()
    const server = await startServer()
    const { code, err } = await run(['restore', file, '--replace'], { DATA_DIR: server.dataDir })
    expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringContaining('A server is using')]])
    await server.stop()
    // A server that was begun but never set up holds nothing.
    copyFileSync(join(dataDir, 'master.key'), join(server.dataDir, 'master.key'))
    expect((await run(['restore', file], { DATA_DIR: server.dataDir })).code).toBe(0)
    await server.start()
    const { isSetUp } = await (await fetch(`${server.url}/api/health`)).json()
    expect(isSetUp).toBe(true)
    await server.remove()
  })

  it('takes the place of a file that cannot be read any more, and of what belongs to it', async () => {
    const other = anotherFolder()
    const store = join(other, 'to-so.sqlite')
    writeFileSync(store, 'no database'.repeat(500))
    writeFileSync(`${store}-wal`, 'a log that must not be taken for the new one’s')
    const file = await aBackup()
    await expect(restore(configOf(other), [file])).rejects.toThrow('--replace')
    await restore(configOf(other), [file, '--replace'])
    expect(await look(other, epochOf)).toBeDefined()
  })

  const spoilt: [string, (content: Buffer) => Buffer, string][] = [
    [
      'with a bit changed',
      (content) => Buffer.from(content.map((byte, at) => (at === 5000 ? byte ^ 1 : byte))),
      'has changed since',
    ],
    [
      'cut off',
      (content) => content.subarray(0, -4096),
      'has changed since it was made; take another copy of it.',
    ],
    [
      'of another version',
      (content) => Buffer.concat([Buffer.from('TOSO-BACKUP-2\n'), content.subarray(14)]),
      'is no backup that this version',
    ],
    ['empty', () => Buffer.alloc(0), 'is no backup that this version of Tổ Số can read.'],
  ]
  it.each(spoilt)('comes from no file that is %s', async (_, spoil, sentence) => {
    const file = await aBackup()
    writeFileSync(file, spoil(readFileSync(file)))
    const other = anotherFolder()
    await expect(restore(configOf(other), [file])).rejects.toThrow(ConfigError)
    await expect(restore(configOf(other), [file])).rejects.toThrow(sentence)
    expect(readdirSync(other)).toEqual(['master.key'])
  })

  it('needs the master key that the backup was made with, and says so', async () => {
    const file = await aBackup()
    const other = join(folder, 'fresh')
    mkdirSync(other)
    const { code, out, err } = await run(['restore', file], { DATA_DIR: other })
    expect([code, out]).toEqual([1, ''])
    expect(err).toBe(
      `The master key in ${join(other, 'master.key')} does not fit the backup "${file}": ` +
        'restore with the MASTER_KEY, or the master.key, that it was made with.\n',
    )
  })

  it.each([
    [[], 'Say what to restore'],
    [['a', 'b'], 'Say what to restore'],
    [['a', '--new-epoch'], 'Say what to restore'],
    [['--force', 'a'], "Unknown option '--force'"],
    [['/nowhere/a'], 'The backup "/nowhere/a" cannot be read: ENOENT'],
  ])('%j is answered by a sentence', async (args, sentence) => {
    const restoring = restore(configOf(anotherFolder()), args)
    await expect(restoring).rejects.toThrow(ConfigError)
    await expect(restoring).rejects.toThrow(sentence)
  })

  it('is PostgreSQL’s own business, but for the epoch', async () => {
    const config = configOf(anotherFolder(), { DATABASE_URL: 'postgres://x@y/z' })
    await expect(restore(config, ['a'])).rejects.toThrow(
      'pg_restore, then run `npm run restore -- --new-epoch`',
    )
  })
})

describe.each(kinds)('a new epoch, on %s', (kind) => {
  it('is given to every ward when the host says so', async () => {
    const databaseUrl = await addressOf(kind, 'new_epoch')
    const there = kind === 'PostgreSQL' ? await aWardOverHttp({ databaseUrl }) : ward
    const { context } = there.server
    const before = await findWard(context.db, there.wardId)
    const env: Record<string, string> = kind === 'PostgreSQL' ? { DATABASE_URL: databaseUrl } : {}
    const { code, out, err } = await run(['restore', '--new-epoch'], {
      DATA_DIR: context.config.dataDir,
      ...env,
    })
    expect([code, out, err]).toEqual([0, expect.stringContaining('A new epoch has begun.'), ''])
    const after = await findWard(context.db, there.wardId)
    expect([after?.name, after?.epoch === before?.epoch]).toEqual([before?.name, false])
    if (there !== ward) await there.close()
  })

  it('is not given where there is no ward', async () => {
    const databaseUrl = await addressOf(kind, 'no_ward')
    const env: Record<string, string> = kind === 'PostgreSQL' ? { DATABASE_URL: databaseUrl } : {}
    const { code, err } = await run(['restore', '--new-epoch'], { DATA_DIR: join(folder, 'empty'), ...env })
    expect([code, err]).toEqual([1, 'There is no ward in the database.\n'])
  })
})
