// The steps from an empty database to today's, in order. A step that has landed is never edited; a new one follows it.
import type { QueryExecutorProvider } from 'kysely'
import { first } from './0001-first.ts'
import { identity } from './0002-identity.ts'
import { nothingLost } from './0003-nothing-lost.ts'
import { movedRows } from './0004-moved-rows.ts'
import { makers } from './0005-makers.ts'
import { dossierCodes } from './0006-dossier-codes.ts'
import { firmChecksums } from './0007-firm-checksums.ts'

export interface Migration {
  readonly name: string
  statements(dialect: 'sqlite' | 'postgres'): string[]
  /** What SQL alone cannot do, after the statements. */
  rework?(tx: QueryExecutorProvider): Promise<void>
}

export const migrations: readonly Migration[] = [
  first,
  identity,
  nothingLost,
  movedRows,
  makers,
  dossierCodes,
  firmChecksums,
]
