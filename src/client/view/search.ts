// One search over everything that this phone keeps, also what has not been sent and what the ward did not take.
import type { Command } from '#domain/commands.ts'
import { rowsNeededBy } from '#domain/commands.ts'
import type { Dossier } from '#domain/dossier.ts'
import { fold, foldForSearch, matchesWords } from '#domain/names.ts'
import type { Day } from '#domain/period.ts'
import type { Procedure } from '#domain/procedure.ts'
import type { Resident } from '#domain/resident.ts'
import { findProcedures } from './procedures.ts'
import { findResidents } from './residents.ts'
import { isSaidIn } from './textsIn.ts'
import type { PendingCommand, ReviewedCommand, View } from './view.ts'
import { findVisits, type Visit } from './visits.ts'

export interface Found {
  /** What the ward did not take. */
  readonly review: readonly ReviewedCommand[]
  /** What waits and is not shown as a record: a correction of a team, or one that this phone could not lay. */
  readonly waiting: readonly PendingCommand[]
  readonly residents: readonly Resident[]
  /** The newest first, withdrawn ones too. */
  readonly visits: readonly Visit[]
  readonly dossiers: readonly Dossier[]
  readonly procedures: readonly Procedure[]
}

export interface Searching {
  readonly today: Day
  readonly authorId: string
  /** By which words a command is known. */
  readonly titleOf: (command: Command) => string
}

/** Nothing for a query of nothing. */
export function search(view: View, query: string, { today, authorId, titleOf }: Searching): Found {
  if (foldForSearch(query) === '') return nothing
  const isMeant = ({ command }: { command: Command }) => isSaidIn([titleOf(command), command.args], query)
  const visits = findVisits(view, { query, withWithdrawn: true }, authorId)
  return {
    review: view.review.filter(isMeant),
    waiting: view.pending.filter((one) => !isShownAsRecord(view, one.command) && isMeant(one)),
    residents: findResidents(view, query),
    visits: visits.filter(({ refused }) => !refused),
    dossiers: findDossiers(view, query),
    procedures: findProcedures(view, query, today),
  }
}

const nothing: Found = { review: [], waiting: [], residents: [], visits: [], dossiers: [], procedures: [] }

const records = new Set<string>(['assists', 'residents', 'dossiers'])

function isShownAsRecord(view: View, command: Command): boolean {
  return rowsNeededBy(command).some(
    ({ table, id }) => records.has(table) && view.find(table, id) !== undefined,
  )
}

/** By code, or by words of the procedure and of whom it is for. */
function findDossiers(view: View, query: string): Dossier[] {
  const [words, code] = [foldForSearch(query), fold(query)]
  const isMeant = (dossier: Dossier) => {
    if (dossier.code !== null && fold(dossier.code).includes(code)) return true
    const assist = view.find('assists', dossier.assistId)
    const resident = assist?.residentId && view.find('residents', assist.residentId)
    const texts = [view.find('procedures', dossier.procedureId)?.name, resident ? resident.name : '']
    return matchesWords(foldForSearch(texts.join(' ')), words)
  }
  return view
    .all('dossiers')
    .filter(isMeant)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
}
