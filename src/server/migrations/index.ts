// The steps from an empty database to today's, in order. A step that has landed is never edited; a new one follows it.
import { first } from './0001-first.ts'
import { identity } from './0002-identity.ts'
import { nothingLost } from './0003-nothing-lost.ts'
import { movedRows } from './0004-moved-rows.ts'
import { makers } from './0005-makers.ts'
import { dossierCodes } from './0006-dossier-codes.ts'

export interface Migration {
  readonly name: string
  statements(dialect: 'sqlite' | 'postgres'): string[]
}

export const migrations: readonly Migration[] = [
  first,
  identity,
  nothingLost,
  movedRows,
  makers,
  dossierCodes,
]
