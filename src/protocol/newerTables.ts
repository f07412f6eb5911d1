// Tables that came later. A phone files each row by its table and takes an answer with one that it does not know for no
// answer of ours, so they are not told, nor counted, to phones of an older protocol. Once such a phone is brought up to
// date, its count differs from the ward's, and the scope comes anew.
import { tableNames, type TableName } from '#domain/tables.ts'

/** By the protocol with which each came. */
const since: Partial<Record<TableName, number>> = { targets: 3 }

/** Those that a phone of this protocol does not know. */
export function newerTables(protocol: number): readonly TableName[] {
  return tableNames.filter((table) => (since[table] ?? 0) > protocol)
}

/** Phones up to protocol 2 ask for pages of the first fill without saying which protocol they speak. */
export const unsaidProtocol = 2
