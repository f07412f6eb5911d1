// Finding a procedure as people call it: words of its name or field in any order and without accents, or its code.
import { foldForSearch, matchesWords } from '#domain/names.ts'
import type { Day } from '#domain/period.ts'
import { isInForce, type Procedure } from '#domain/procedure.ts'
import type { View } from './view.ts'

const collator = new Intl.Collator('vi')
const byName = (a: Procedure, b: Procedure) => collator.compare(a.name, b.name)

/** Procedures in force on a day that the query fits; those that this phone's visits name most often come first. */
export function findProcedures(view: View, query: string, on: Day): Procedure[] {
  const uses = new Map<string, number>()
  for (const { procedureId } of view.all('dossiers')) uses.set(procedureId, (uses.get(procedureId) ?? 0) + 1)
  return meantBy(view, query, on).sort(
    (a, b) => (uses.get(b.id) ?? 0) - (uses.get(a.id) ?? 0) || byName(a, b),
  )
}

export interface FieldOfProcedures {
  readonly field: string
  readonly procedures: readonly Procedure[]
}

/** The same by field; with nothing typed as a book has them, otherwise what is submitted most comes first. */
export function findByField(view: View, query: string, on: Day): FieldOfProcedures[] {
  const isTyped = query.trim() !== ''
  const found = isTyped ? findProcedures(view, query, on) : meantBy(view, '', on).sort(byName)
  const fields = new Map<string, Procedure[]>()
  for (const procedure of found) {
    const others = fields.get(procedure.field)
    if (others) others.push(procedure)
    else fields.set(procedure.field, [procedure])
  }
  const told = [...fields].map(([field, procedures]) => ({ field, procedures }))
  return isTyped ? told : told.sort((a, b) => collator.compare(a.field, b.field))
}

/** Those of the last visits that this phone knows, the last one first. */
export function recentProcedures(view: View, on: Day, most: number): Procedure[] {
  const last = new Map<string, Day>()
  for (const { procedureId, assistId } of view.all('dossiers')) {
    const day = view.find('assists', assistId)?.on
    if (day !== undefined && day > (last.get(procedureId) ?? '')) last.set(procedureId, day)
  }
  return [...last]
    .flatMap(([id, day]) => {
      const procedure = view.find('procedures', id)
      return procedure && isInForce(procedure, on) ? [{ procedure, day }] : []
    })
    .sort((a, b) => (a.day === b.day ? byName(a.procedure, b.procedure) : a.day < b.day ? 1 : -1))
    .slice(0, most)
    .map(({ procedure }) => procedure)
}

function meantBy(view: View, query: string, on: Day): Procedure[] {
  const folded = foldForSearch(query)
  const code = query.replace(/\s/g, '')
  return view
    .all('procedures')
    .filter((procedure) => isInForce(procedure, on) && isMeant(procedure, folded, code))
}

/** A code may be typed without what stands before its dot. */
function isMeant({ name, field, code }: Procedure, folded: string, typedCode: string): boolean {
  if (folded === '' || matchesWords(foldForSearch(`${name} ${field}`), folded)) return true
  return code.startsWith(typedCode) || code.split('.').includes(typedCode)
}
