// Both databases for a suite that loops over them.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { startPostgres, type Postgres } from './postgres.ts'

export const kinds = ['SQLite', 'PostgreSQL'] as const
export type Kind = (typeof kinds)[number]

/** Gives the address of a new, empty database; whatever was made is gone after the file's tests. */
export function bothDatabases(): (kind: Kind, name: string) => Promise<string> {
  let postgres: Postgres
  let folder: string
  beforeAll(async () => {
    postgres = await startPostgres()
    folder = mkdtempSync(join(tmpdir(), 'to-so-'))
  })
  afterAll(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return (kind, name) =>
    kind === 'PostgreSQL' ? postgres.createDatabase(name) : Promise.resolve(join(folder, `${name}.sqlite`))
}
