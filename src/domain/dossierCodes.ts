// A portal gives a code to one dossier, and a dossier counts once: so in a ward a code is given once. A dossier has its code
// while the visit in which it was submitted stands and names it; withdrawn, or taken out of its visit, it gives it back.
import type { Assist } from './assist.ts'
import type { Rows } from './command.ts'
import type { Dossier } from './dossier.ts'
import { Problem } from './problem.ts'
import type { Row, TableName, Tables } from './tables.ts'

/** What is known of the codes of the ward: all of them on the server, on a phone those of the rows it holds. */
export interface DossierCodes {
  /** The dossier that has a code. */
  holderOf(code: string): string | undefined
  /** Dossiers with a code that were submitted in a visit, also where they have it no more. */
  ofAssist(assistId: string): readonly CodedDossier[]
}

export interface CodedDossier {
  readonly id: string
  readonly code: string
}

/** A dossier that gets a code, or has it no more. */
export interface CodeChange {
  readonly id: string
  readonly assistId: string
  readonly code: string | null
  readonly holds: boolean
}

/** A row as a command leaves it. */
interface Left {
  readonly table: TableName
  readonly id: string
  readonly row: Row
}

export function standsIn({ withdrawn, items }: Assist, dossierId: string): boolean {
  if (withdrawn) return false
  return Object.values(items).some((item) => item.kind === 'dossier' && item.dossierId === dossierId)
}

/**
 * What a command does to codes. Throws `dossierCodeTaken` for the first one that a dossier would get here though another one
 * has it.
 */
export function codeChanges(left: readonly Left[], before: Rows, codes: DossierCodes): CodeChange[] {
  const changes = changesOf(left, before, codes)
  const changed = new Set(changes.map(({ id }) => id))
  const given = new Map<string, string>()
  for (const { id, code, holds } of changes) {
    if (!holds || code === null) continue
    const known = codes.holderOf(code)
    const holder = given.get(code) ?? (known !== undefined && changed.has(known) ? undefined : known)
    if (holder !== undefined && holder !== id)
      throw new Problem('dossierCodeTaken', { field: `dossiers.${id}.code`, details: { code } })
    given.set(code, id)
  }
  return changes
}

function changesOf(left: readonly Left[], before: Rows, codes: DossierCodes): CodeChange[] {
  const [assists, dossiers] = [rowsIn(left, 'assists'), rowsIn(left, 'dossiers')]
  const changes: CodeChange[] = []
  for (const { id, code, assistId } of dossiers.values()) {
    if ((before.find('dossiers', id)?.code ?? null) === code) continue
    const assist = assists.get(assistId) ?? before.find('assists', assistId)
    changes.push({ id, assistId, code, holds: code !== null && assist !== undefined && standsIn(assist, id) })
  }
  const known = new Set(changes.map(({ id }) => id))
  for (const [assistId, now] of assists) {
    const was = before.find('assists', assistId)
    if (!was) continue
    for (const { id, code } of codes.ofAssist(assistId)) {
      const holds = standsIn(now, id)
      if (!known.has(id) && !(holds && standsIn(was, id))) changes.push({ id, assistId, code, holds })
    }
  }
  return changes
}

function rowsIn<T extends TableName>(left: readonly Left[], table: T): Map<string, Tables[T]> {
  const ofTable = left.filter((one) => one.table === table)
  return new Map(ofTable.map(({ id, row }) => [id, row as Tables[T]]))
}

/** The codes among rows that are at hand. */
export function codesAmong(dossiers: () => Iterable<Dossier>, rows: Rows): DossierCodes {
  return {
    holderOf(code) {
      for (const { id, code: other, assistId } of dossiers()) {
        if (other !== code) continue
        const assist = rows.find('assists', assistId)
        if (assist && standsIn(assist, id)) return id
      }
      return undefined
    },
    ofAssist: (assistId) =>
      [...dossiers()].flatMap(({ id, code, assistId: other }) =>
        other === assistId && code !== null ? [{ id, code }] : [],
      ),
  }
}
