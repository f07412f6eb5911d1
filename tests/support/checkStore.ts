// Whether a store is whole: every number, count and sum worked out anew from the rows themselves, every sealed text
// opened, and every version of a row accounted for by exactly one command.
import { CompiledQuery } from 'kysely'
import { rowKey, scopesOf, type RowRef, type TableName } from '#domain/tables.ts'
import { addCheck, rowCheck } from '#protocol/checksum.ts'
import type { ServerContext } from '../../src/server/context.ts'
import { toStoredRow, type StoredRow } from '../../src/server/store/rows.ts'
import { unseal } from '../../src/server/store/sealing.ts'

export interface KeptOutcome {
  readonly outcome: string
  readonly seq: number
  readonly deviceId: string
  readonly receivedAt: number
}

export interface CheckedStore {
  /** In words; none when it is whole. */
  readonly wrongs: string[]
  /** Versions of rows that no command, or more than one, stands for. */
  readonly doubled: number
  /** By the id of the command. */
  readonly commands: ReadonlyMap<string, KeptOutcome>
  readonly rows: ReadonlyMap<string, StoredRow>
}

export async function checkStore({ db, keys }: ServerContext, wardId: string): Promise<CheckedStore> {
  const ward = await keys.get(wardId)
  const wrongs: string[] = []
  const all = async (
    table: 'rows' | 'row_scopes' | 'scopes' | 'commands' | 'history' | 'devices' | 'rescues',
  ) =>
    db.kysely
      .selectFrom(table as 'rows')
      .selectAll()
      .where('ward_id', '=', wardId)
      .execute() as unknown as Promise<Record<string, string & number>[]>

  const rows = new Map<string, StoredRow>()
  for (const kept of await all('rows')) {
    const row = toStoredRow(ward, kept as unknown as Parameters<typeof toStoredRow>[1])
    rows.set(rowKey(row.table, row.id), row)
  }
  await checkScopes()
  const { commands, made } = await readCommands()
  let doubled = 0
  for (const [key, { ver }] of rows) {
    if (made.get(key) === ver) continue
    doubled++
    wrongs.push(`${key} has version ${ver} after ${made.get(key) ?? 0} commands`)
  }
  for (const key of made.keys()) if (!rows.has(key)) wrongs.push(`${key} was made and is not there`)
  for (const entry of await all('history')) {
    const row = rows.get(rowKey(entry['tbl'] as unknown as TableName, entry['row_id'] ?? ''))
    if (!row || row.ver < Number(entry['ver'])) wrongs.push(`history of ${entry['row_id']} is ahead of it`)
    if (!commands.has(entry['command_id'] ?? '')) wrongs.push(`history of ${entry['row_id']} by no command`)
  }
  const hasRescues = (await all('rescues')).length > 0
  const byDevice = Map.groupBy(commands.values(), ({ deviceId }) => deviceId)
  for (const { device_id: id, last_seq: last } of await all('devices')) {
    const seqs = byDevice.get(String(id)) ?? []
    if (seqs.some(({ seq }) => seq > Number(last)))
      wrongs.push(`device ${id} has commands after its last number`)
    // What came in a rescue file before is known under another number.
    if (hasRescues ? seqs.length > Number(last) : seqs.length !== Number(last))
      wrongs.push(`device ${id} has ${seqs.length} commands, its last is ${last}`)
  }
  if (db.dialect === 'sqlite') {
    for (const [pragma, good] of [
      ['integrity_check', 'ok'] as const,
      ['foreign_key_check', undefined] as const,
    ]) {
      const { rows: said } = await db.kysely.executeQuery<object>(CompiledQuery.raw(`pragma ${pragma}`))
      const first = said.flatMap((line) => Object.values(line) as unknown[])[0]
      if (first !== good) wrongs.push(`${pragma}: ${JSON.stringify(said)}`)
    }
  }
  return { wrongs, doubled, commands, rows }

  async function checkScopes(): Promise<void> {
    const standing = Map.groupBy(
      [...rows.values()].flatMap((row) => scopesOf(wardId, row.row).map((scope) => ({ scope, row }))),
      ({ scope }) => scope as string,
    )
    const places = Map.groupBy(await all('row_scopes'), ({ scope }) => String(scope))
    for (const { scope = '', head, count, checksum } of await all('scopes')) {
      const here = standing.get(scope) ?? []
      const sum = here.reduce(
        (total, { row }) => addCheck(total, rowCheck(rowKey(row.table, row.id), row.ver)),
        0,
      )
      if (here.length !== count) wrongs.push(`${scope} counts ${count} rows, but ${here.length} stand in it`)
      if (sum !== checksum) wrongs.push(`${scope} has the sum ${checksum} instead of ${sum}`)
      const numbered = places.get(scope) ?? []
      const last = Math.max(0, ...numbered.map(({ cursor }) => Number(cursor)))
      if (last !== head) wrongs.push(`${scope} has the head ${head}, but its last row the number ${last}`)
      const cursors = new Set(numbered.map(({ cursor }) => Number(cursor)))
      if (cursors.size !== numbered.length) wrongs.push(`${scope} has given a number twice`)
      const placed = numbered.map(({ tbl, row_id: id, removed }) => {
        return { key: rowKey(String(tbl) as TableName, String(id)), isRemoved: Number(removed) === 1 }
      })
      const known = new Set(placed.flatMap(({ key, isRemoved }) => (isRemoved ? [] : [key])))
      const hereKeys = new Set(here.map(({ row }) => rowKey(row.table, row.id)))
      for (const key of hereKeys) if (!known.has(key)) wrongs.push(`${key} has no number in ${scope}`)
      // A row that went to another team leaves its number behind, marked.
      for (const key of known)
        if (!hereKeys.has(key)) wrongs.push(`${key} has a number in ${scope}, where it does not stand`)
      standing.delete(scope)
    }
    for (const scope of standing.keys()) wrongs.push(`${scope} is not kept, though rows stand in it`)
  }

  async function readCommands() {
    const commands = new Map<string, KeptOutcome>()
    const made = new Map<string, number>()
    for (const kept of await all('commands')) {
      const id = String(kept['command_id'])
      unseal(ward.key, `commands/${id}`, String(kept['sealed_payload']))
      commands.set(id, {
        outcome: String(kept['outcome']),
        seq: Number(kept['seq']),
        deviceId: String(kept['device_id']),
        receivedAt: Number(kept['received_at']),
      })
      for (const { table, id: rowId } of toRefs(JSON.parse(String(kept['made'])))) {
        const key = rowKey(table, rowId)
        made.set(key, (made.get(key) ?? 0) + 1)
      }
    }
    return { commands, made }
  }
}

function toRefs(made: unknown): RowRef[] {
  return made as RowRef[]
}
