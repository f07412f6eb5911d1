// Answers with rows, written as text: the documents of the rows are JSON already and stand in it as they are.
import type { SnapshotPage } from '#protocol/snapshot.ts'
import type { SyncReplyToSend } from '#protocol/sync.ts'
import type { RowText } from '../store/rows.ts'
import type { ToldOutcome } from './outcomes.ts'
import type { ScopePage } from './pull.ts'

type Reply = Omit<SyncReplyToSend, 'outcomes' | 'scopes'> & {
  readonly outcomes: readonly ToldOutcome[]
  readonly scopes: readonly ScopePage[]
}

export function replyText({ outcomes, scopes, ...rest }: Reply): string {
  return withParts(rest, { outcomes: list(outcomes, withRows), scopes: list(scopes, withRows) })
}

export function snapshotText(
  page: Omit<SnapshotPage, 'rows'> & { readonly rows: readonly RowText[] },
): string {
  return withRows(page)
}

function withRows({ rows, ...rest }: { readonly rows: readonly RowText[] }): string {
  return withParts(rest, { rows: list(rows, rowText) })
}

/** Tables and ids need no escaping: neither holds anything but letters, digits and dashes. */
function rowText({ table, id, ver, text }: RowText): string {
  return `{"table":"${table}","id":"${id}","ver":${ver},"row":${text}}`
}

function list<T>(items: readonly T[], text: (item: T) => string): string {
  return `[${items.map(text).join(',')}]`
}

/** An object that has fields of its own, with further ones that are written already. */
function withParts(rest: object, parts: Readonly<Record<string, string>>): string {
  const written = Object.entries(parts).map(([name, text]) => `"${name}":${text}`)
  return `${JSON.stringify(rest).slice(0, -1)},${written.join(',')}}`
}
