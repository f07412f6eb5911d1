// Finding a procedure as people call it: words of its name or field in any order and without accents, an everyday name, what
// people hold in the end, or its code.
import { foldForSearch, matchesWords } from '#domain/names.ts'
import type { Day } from '#domain/period.ts'
import { isInForce, type Procedure } from '#domain/procedure.ts'
import { everydayNames } from './everydayNames.ts'
import type { View } from './view.ts'

const collator = new Intl.Collator('vi')
const byName = (a: Procedure, b: Procedure) => collator.compare(a.name, b.name)

/**
 * Procedures in force on a day that the query fits: first the one of this very name, then by how they are called, then by
 * their result. Of those alike the ones that this phone's visits name most often come first.
 */
export function findProcedures(view: View, query: string, on: Day): Procedure[] {
  const meant = meantBy(view, query, on)
  const uses = new Map<string, number>()
  if (meant.length > 1) {
    for (const { procedureId } of view.all('dossiers'))
      uses.set(procedureId, (uses.get(procedureId) ?? 0) + 1)
  }
  return meant
    .sort(
      (a, b) =>
        a.distance - b.distance ||
        (uses.get(b.procedure.id) ?? 0) - (uses.get(a.procedure.id) ?? 0) ||
        byName(a.procedure, b.procedure),
    )
    .map(({ procedure }) => procedure)
}

export interface FieldOfProcedures {
  readonly field: string
  readonly procedures: readonly Procedure[]
}

/** The same by field; with nothing typed as a book has them, otherwise what is submitted most comes first. */
export function findByField(view: View, query: string, on: Day): FieldOfProcedures[] {
  const isTyped = query.trim() !== ''
  const found = isTyped ? findProcedures(view, query, on) : inForce(view, on).sort(byName)
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

function inForce(view: View, on: Day): Procedure[] {
  return view.all('procedures').filter((procedure) => isInForce(procedure, on))
}

interface Meant {
  readonly procedure: Procedure
  /** How far the query is from what it is called. */
  readonly distance: number
}

function meantBy(view: View, query: string, on: Day): Meant[] {
  const folded = foldForSearch(query)
  const code = query.replace(/\s/g, '')
  return inForce(view, on).flatMap((procedure): Meant[] => {
    const distance = distanceOf(procedure, folded, code)
    return distance === undefined ? [] : [{ procedure, distance }]
  })
}

/** A code may be typed without what stands before its dot. Undefined where it is not meant at all. */
function distanceOf(procedure: Procedure, folded: string, typedCode: string): number | undefined {
  const { name, everyday, called, result } = textsOf(procedure)
  if (folded === '') return 0
  if (name === folded || everyday.includes(folded)) return 0
  // From the second word on an everyday name is meant already: "giấy k" is no copy of whatever has a "giấy" in its name.
  if (folded.includes(' ') && everyday.some((one) => one.startsWith(folded))) return 1
  if (matchesWords(called, folded)) return 2
  if (procedure.code.startsWith(typedCode) || procedure.code.split('.').includes(typedCode)) return 2
  return matchesWords(result, folded) ? 3 : undefined
}

interface ProcedureTexts {
  readonly name: string
  readonly everyday: readonly string[]
  /** Words by which it is called. */
  readonly called: string
  /** The same and the words of its result. */
  readonly result: string
}

const texts = new WeakMap<Procedure, ProcedureTexts>()

/** Folded, once for each row. */
function textsOf(procedure: Procedure): ProcedureTexts {
  const known = texts.get(procedure)
  if (known) return known
  const everyday = (everydayNames[procedure.code] ?? []).map(foldForSearch)
  const called = [foldForSearch(`${procedure.name} ${procedure.field}`), ...everyday].join(' ')
  const result = `${called} ${foldForSearch(procedure.resultText ?? '')}`
  const made = { name: foldForSearch(procedure.name), everyday, called, result }
  texts.set(procedure, made)
  return made
}
