// One Kysely for both databases. On SQLite every transaction that writes is `begin immediate`: it waits before it reads, so
// that a number given under a scope's lock is never given twice. One that only reads takes no lock that a writer wants.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Driver,
  type SqliteDialectConfig,
  type Transaction as KyselyTransaction,
  type TransactionSettings,
} from 'kysely'
import pg from 'pg'
import { migrations } from '../migrations/index.ts'
import type { Schema } from './schema.ts'
import { keepStatements } from './sqliteStatements.ts'

export interface Database {
  readonly dialect: 'sqlite' | 'postgres'
  readonly kysely: Kysely<Schema>
  /** Runs all or nothing; a thrown error rolls back and goes on to the caller. */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** Reads one moment of the data, however long it takes. */
  snapshot<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  migrate(): Promise<void>
  close(): Promise<void>
}

export type Transaction = KyselyTransaction<Schema>

/** Opens `postgres://…`, or else a path as an SQLite file. */
export function openDatabase(url: string): Database {
  const dialect = /^postgres(ql)?:/.test(url) ? 'postgres' : 'sqlite'
  const kysely = new Kysely<Schema>({ dialect: dialect === 'postgres' ? postgres(url) : sqlite(url) })
  return {
    dialect,
    kysely,
    transact: (work) => kysely.transaction().execute(work),
    snapshot(work) {
      const reading = kysely.transaction().setAccessMode('read only')
      return (dialect === 'postgres' ? reading.setIsolationLevel('repeatable read') : reading).execute(work)
    },
    migrate: () => migrate(kysely, dialect),
    close: () => kysely.destroy(),
  }
}

function postgres(connectionString: string) {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
  }
  const pool = new pg.Pool({
    connectionString,
    types: types as typeof pg.types,
    idle_in_transaction_session_timeout: 20_000,
  })
  // An idle connection that the database closed must not end the process; the next query opens another.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return new PostgresDialect({ pool })
}

function sqlite(path: string) {
  mkdirSync(dirname(path), { recursive: true })
  const database = new SqliteDatabase(path)
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'busy_timeout = 5000',
    // The log is written back into the file after some pushes of a full phone, not after each.
    'wal_autocheckpoint = 4000',
  ]) {
    database.pragma(pragma)
  }
  return new ImmediateSqliteDialect({ database: keepStatements(database) })
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#config)
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings = {},
  ): Promise<void> {
    const begin = settings.accessMode === 'read only' ? 'begin' : 'begin immediate'
    await connection.executeQuery(CompiledQuery.raw(begin))
  }
}

/**
 * Somebody else made the same thing at the same moment, or each waited for what the other had locked. SQLite lets one writer
 * in at a time, so it never says so.
 */
export function isClash(error: unknown): boolean {
  return ['23505', '40001', '40P01'].includes(codeOf(error))
}

/** The database is well, but does not take this: a rule of a table or a type stands against it, or a bug of ours before it. */
export function isUnfitForStore(error: unknown): boolean {
  return (
    /^(2[23]...|SQLITE_(CONSTRAINT.*|MISMATCH|TOOBIG))$/.test(codeOf(error)) ||
    error instanceof TypeError ||
    error instanceof RangeError
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Any number that nothing else locks. */
const migrationLock = 690_2022

/** All that is missing, in one transaction: of two servers that start at once on PostgreSQL the second waits. */
async function migrate(kysely: Kysely<Schema>, dialect: Database['dialect']): Promise<void> {
  await kysely.transaction().execute(async (tx) => {
    const run = (statement: string) => tx.executeQuery<{ name: string }>(CompiledQuery.raw(statement))
    if (dialect === 'postgres') await run(`select pg_advisory_xact_lock(${migrationLock})`)
    await run('create table if not exists migrations (name text primary key)')
    const { rows } = await run('select name from migrations')
    const done = new Set(rows.map(({ name }) => name))
    for (const { name, statements, rework } of migrations.filter((migration) => !done.has(migration.name))) {
      for (const statement of statements(dialect)) await run(statement)
      await rework?.(tx)
      await run(`insert into migrations (name) values ('${name}')`)
    }
  })
}
