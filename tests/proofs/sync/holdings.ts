// What a phone holds, beside what it may hold and what the server has.
import { rowKey, scopesOf, tableNames, teamScope, wardScope, type Row, type Scope } from '#domain/tables.ts'
import { addCheck, rowCheck } from '#protocol/checksum.ts'
import { readBase } from '../../../src/client/db/base.ts'
import { allRows, type StoredRow } from '../../../src/server/store/rows.ts'
import { findScopes } from '../../../src/server/store/scopes.ts'
import { grantsOf } from '../../../src/server/sync/grants.ts'
import type { Tab } from './tab.ts'
import type { World } from './world.ts'

/** A row that a tab shows though its scope is none of those that the ward has granted last; in words. */
export async function findForeign(world: World, { phone, disk }: Tab): Promise<string | undefined> {
  const held = new Set((await phone.database.scopes.toArray()).map(({ scope }) => scope))
  const foreign = tableNames
    .flatMap((table) => phone.view.heard(table).map((row) => ({ table, row })))
    .find(({ row }) => !scopesOf(world.ward.wardId, row).some((scope) => held.has(scope)))
  return foreign && `${disk.name} shows ${foreign.table}/${foreign.row.id}, whose scope it does not hold`
}

export interface ServerSide {
  /** By scope, rows by place. */
  readonly scopes: ReadonlyMap<Scope, ReadonlyMap<string, StoredRow>>
  readonly rows: readonly StoredRow[]
}

/** Every row of the ward as the server has it; its counts, checksums and numbers must agree with the rows. */
export async function readServerSide({ server, ward }: World): Promise<ServerSide> {
  const { db, keys } = server.context
  const key = await keys.get(ward.wardId)
  return db.snapshot(async (tx) => {
    const rows = (await Promise.all(tableNames.map((table) => allRows(tx, key, table)))).flat()
    const scopes = new Map<Scope, Map<string, StoredRow>>()
    for (const row of rows) {
      for (const scope of scopesOf(ward.wardId, row.row)) {
        const standing = scopes.get(scope) ?? new Map<string, StoredRow>()
        scopes.set(scope, standing.set(rowKey(row.table, row.id), row))
      }
    }
    const all = [wardScope(ward.wardId), ...ward.teamIds.map(teamScope)]
    const states = await findScopes(tx, ward.wardId, all)
    const placed = await tx
      .selectFrom('row_scopes')
      .select(['scope', 'tbl', 'row_id', 'cursor', 'removed'])
      .where('ward_id', '=', ward.wardId)
      .execute()
    const placedIn = Map.groupBy(placed, ({ scope }) => scope)
    for (const scope of all) {
      const standing = scopes.get(scope) ?? new Map<string, StoredRow>()
      const { head = 0, count = 0, checksum = 0 } = states.get(scope) ?? {}
      const said = `count ${count}, checksum ${checksum}`
      const found = `count ${standing.size}, checksum ${sumOf(standing.values())}`
      if (said !== found) throw new Error(`The server says of ${scope} ${said}, but its rows have ${found}`)
      checkPlaces(scope, placedIn.get(scope) ?? [], standing, head)
    }
    return { scopes, rows }
  })
}

function checkPlaces(
  scope: Scope,
  placed: readonly { tbl: string; row_id: string; cursor: number; removed: number }[],
  standing: ReadonlyMap<string, StoredRow>,
  head: number,
): void {
  const cursors = new Set(placed.map(({ cursor }) => cursor))
  if (cursors.size !== placed.length) throw new Error(`A number of ${scope} was given twice`)
  if (Math.max(0, ...cursors) > head) throw new Error(`A number of ${scope} is beyond its head ${head}`)
  const there = placed.filter(({ removed }) => removed === 0)
  const places = new Set(there.map(({ tbl, row_id }) => `${tbl}/${row_id}`))
  const missing = [...standing.keys()].filter((place) => !places.has(place))
  if (missing.length > 0) throw new Error(`${missing.join()} has no number in ${scope}`)
  const left = [...places].filter((place) => !standing.has(place))
  if (left.length > 0) throw new Error(`${left.join()} still has a number in ${scope}`)
}

function sumOf(rows: Iterable<{ table: StoredRow['table']; id: string; ver: number }>): number {
  let sum = 0
  for (const { table, id, ver } of rows) sum = addCheck(sum, rowCheck(rowKey(table, id), ver))
  return sum
}

/** The phone holds exactly its member's scopes, each of them exactly as the server has it, on the disk and in memory. */
export async function checkHoldings(world: World, serverSide: ServerSide, tab: Tab): Promise<void> {
  const { disk, phone } = tab
  const { memberId } = disk.member
  const { role, teamIds, leftOn } = await world.memberNow(memberId)
  const hasLeft = leftOn !== null && leftOn < world.today()
  const grants = hasLeft ? [] : grantsOf(world.ward.wardId, { memberId, role, teamIds })
  const held = (await phone.database.scopes.toArray()).map(({ scope }) => scope)
  if (held.sort().join() !== grants.sort().join())
    throw new Error(`${disk.name} holds ${held.join()} and is granted ${grants.join()}`)

  // After a restore in silence one version may have two contents, and nothing tells a phone so: the count is all there is.
  const told = (row: Row | null) => (world.silentRestores > 0 ? null : row)
  const everything = await readBase(phone.database, disk.key)
  let inScopes = 0
  for (const scope of grants) {
    const rows = await readBase(phone.database, disk.key, scope)
    inScopes += rows.length
    const expected = new Map(
      [...(serverSide.scopes.get(scope) ?? [])].map(([place, { ver, row }]) => [
        place,
        { ver, row: told(row) },
      ]),
    )
    compare(`${disk.name}, ${scope} on the disk`, newest(rows, told), expected)
  }
  if (everything.length !== inScopes)
    throw new Error(`${disk.name} keeps rows of scopes that it does not hold`)

  const shown = new Map<string, Row | null>()
  for (const table of tableNames)
    for (const row of phone.view.heard(table)) shown.set(rowKey(table, row.id), told(row))
  const standing = grants.flatMap((scope) => [...(serverSide.scopes.get(scope) ?? [])])
  compare(`${disk.name} in memory`, shown, new Map(standing.map(([place, { row }]) => [place, told(row)])))
}

function newest(rows: Awaited<ReturnType<typeof readBase>>, told: (row: Row | null) => Row | null) {
  const latest = new Map<string, { ver: number; row: Row | null }>()
  for (const { table, id, ver, row } of rows) {
    const place = rowKey(table, id)
    if ((latest.get(place)?.ver ?? -1) < ver) latest.set(place, { ver, row: told(row) })
  }
  return latest
}

function compare(
  what: string,
  found: ReadonlyMap<string, unknown>,
  expected: ReadonlyMap<string, unknown>,
): void {
  for (const [place, value] of expected) {
    const here = found.get(place)
    if (JSON.stringify(here) !== JSON.stringify(value))
      throw new Error(`${what}: ${place} is ${JSON.stringify(here)}, the server has ${JSON.stringify(value)}`)
  }
  const more = [...found.keys()].find((place) => !expected.has(place))
  if (more) throw new Error(`${what}: ${more} stands there, but not in that scope of the server`)
}
