// Finding a procedure as people call it: words of its name in any order and without accents, or its code.
import { fold, matchesWords } from '#domain/names.ts'
import { isInForce, type Procedure } from '#domain/procedure.ts'
import type { Day } from '#domain/period.ts'
import type { View } from './view.ts'

const collator = new Intl.Collator('vi')

/** Procedures in force on a day that the query fits; those that this phone's visits name most often come first. */
export function findProcedures(view: View, query: string, on: Day): Procedure[] {
  const folded = fold(query)
  const uses = new Map<string, number>()
  for (const { procedureId } of view.all('dossiers')) uses.set(procedureId, (uses.get(procedureId) ?? 0) + 1)
  return view
    .all('procedures')
    .filter((procedure) => isInForce(procedure, on) && isMeant(procedure, folded))
    .sort((a, b) => (uses.get(b.id) ?? 0) - (uses.get(a.id) ?? 0) || collator.compare(a.name, b.name))
}

function isMeant({ name, field, code }: Procedure, folded: string): boolean {
  return folded === '' || matchesWords(fold(`${name} ${field}`), folded) || code.startsWith(folded)
}
