// One search over everything that this phone keeps, also what has not been sent and what the ward did not take.
import { newestFirst, type Assist } from '#domain/assist.ts'
import type { Command } from '#domain/commands.ts'
import { rowsNeededBy } from '#domain/commands.ts'
import type { Dossier } from '#domain/dossier.ts'
import type { Day } from '#domain/period.ts'
import type { Procedure } from '#domain/procedure.ts'
import type { Resident } from '#domain/resident.ts'
import { dossiersMeant } from './dossiers.ts'
import { findProcedures } from './procedures.ts'
import { residentsAlike, residentsFitting } from './residents.ts'
import { isSaidIn } from './textsIn.ts'
import { readQuery } from './typedQuery.ts'
import type { PendingCommand, ReviewedCommand, View } from './view.ts'
import { visitsMeant, type ShownWords } from './visitTexts.ts'

export interface Found {
  /** What the ward did not take. */
  readonly review: readonly ReviewedCommand[]
  /** What waits and is not shown as a record: a correction of a team, or one that this phone could not lay. */
  readonly waiting: readonly PendingCommand[]
  readonly residents: readonly Resident[]
  /** The newest first, withdrawn ones too. */
  readonly visits: readonly Assist[]
  readonly dossiers: readonly Dossier[]
  readonly procedures: readonly Procedure[]
}

export interface Searching {
  readonly today: Day
  /** By which words a command is known. */
  readonly titleOf: (command: Command) => string
  readonly shown: ShownWords
}

/** Nothing for a query of nothing. Where nothing at all is found, whose name was meant by a slip. */
export function search(view: View, query: string, { today, titleOf, shown }: Searching): Found {
  const read = readQuery(query)
  if (read.words.length === 0) return nothing
  const isMeant = ({ command }: { command: Command }) => isSaidIn([titleOf(command), command.args], query)
  const found: Found = {
    review: view.review.filter(isMeant),
    waiting: view.pending.filter((one) => !isShownAsRecord(view, one.command) && isMeant(one)),
    residents: residentsFitting(view, query),
    visits: visitsMeant(view, read, shown).sort(newestFirst),
    dossiers: dossiersMeant(view, read).sort((a, b) => (a.id < b.id ? 1 : -1)),
    procedures: findProcedures(view, query, today),
  }
  const isNothing = Object.values(found).every(({ length }) => length === 0)
  return isNothing ? { ...nothing, residents: residentsAlike(view, query) } : found
}

const nothing: Found = { review: [], waiting: [], residents: [], visits: [], dossiers: [], procedures: [] }

const records = new Set<string>(['assists', 'residents', 'dossiers'])

function isShownAsRecord(view: View, command: Command): boolean {
  return rowsNeededBy(command).some(
    ({ table, id }) => records.has(table) && view.find(table, id) !== undefined,
  )
}
