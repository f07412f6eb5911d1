// Two edits of one record. Edits of different fields both stand. Of two edits of one field the later stands, by the
// clamped time and then by the id of the command; the other value is kept in the row's history, never dropped.

/** One field that a command sets. A path is a field name, or `items/<id>` inside a field that is a map. */
export interface FieldChange {
  readonly path: string
  readonly value: unknown
}

/** A field that was changed since the version an author saw, and by which command. */
export interface PastChange extends FieldChange {
  readonly at: number
  readonly commandId: string
}

export type MergeOutcome = 'applied' | 'merged' | 'overridden'

export interface Merge<R> {
  readonly row: R
  /** The fields that now stand as this command set them. */
  readonly stands: FieldChange[]
  /** The fields whose value this command gave and which gave way; kept in the history. */
  readonly lost: FieldChange[]
  /** Every field in which one of two values gave way, its own or an earlier one. */
  readonly gaveWay: { path: string; winner: string; loser: string }[]
  /** `overridden` when a value of this command gave way; `merged` when other fields had changed meanwhile. */
  readonly outcome: MergeOutcome
}

/** Lays `changes` onto `row`, given what happened to it since the version that their author saw. */
export function merge<R extends object>(
  row: R,
  changes: readonly FieldChange[],
  since: readonly PastChange[],
  by: { at: number; commandId: string },
): Merge<R> {
  const latest = new Map<string, PastChange>()
  for (const past of since) {
    const known = latest.get(past.path)
    if (!known || isLater(past, known)) latest.set(past.path, past)
  }
  const stands: FieldChange[] = []
  const gaveWay: Merge<R>['gaveWay'] = []
  const lost: FieldChange[] = []
  let merged = row
  for (const change of changes) {
    const rival = latest.get(change.path)
    if (rival && isSame(rival.value, change.value)) continue
    if (rival && isLater(rival, by)) {
      lost.push(change)
      gaveWay.push({ path: change.path, winner: rival.commandId, loser: by.commandId })
      continue
    }
    if (rival) gaveWay.push({ path: change.path, winner: by.commandId, loser: rival.commandId })
    stands.push(change)
    merged = withField(merged, change)
  }
  const outcome = lost.length > 0 ? 'overridden' : latest.size > 0 ? 'merged' : 'applied'
  return { row: merged, stands, lost, gaveWay, outcome }
}

/** The changes of a command as paths: fields named in `maps` are taken apart by key. */
export function toFieldChanges(changes: object, maps: readonly string[]): FieldChange[] {
  return Object.entries(changes).flatMap(([field, value]): FieldChange[] =>
    maps.includes(field) && value !== null && typeof value === 'object'
      ? Object.entries(value).map(([key, item]) => ({ path: `${field}/${key}`, value: item }))
      : value === undefined
        ? []
        : [{ path: field, value }],
  )
}

function withField<R extends object>(row: R, { path, value }: FieldChange): R {
  const [field = path, key] = path.split('/')
  if (key === undefined) return { ...row, [field]: value }
  const { [key]: _replaced, ...others } = (row as Record<string, Record<string, unknown>>)[field] ?? {}
  return { ...row, [field]: value === null ? others : { ...others, [key]: value } }
}

function isLater(a: { at: number; commandId: string }, b: { at: number; commandId: string }): boolean {
  return a.at === b.at ? a.commandId > b.commandId : a.at > b.at
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
