// Nothing is ever lost: what became of every command for which `save` resolved; and that nothing was done twice.
import type { RowRef } from '#domain/tables.ts'
import { rowKey } from '#domain/tables.ts'
import type { ServerSide } from './holdings.ts'
import type { World } from './world.ts'

export async function checkCommands(world: World, serverSide: ServerSide): Promise<void> {
  const { server, ward, disks, saved, gaveUp, handed, tally } = world
  const { kysely } = server.context.db
  const decided = await kysely
    .selectFrom('commands')
    .select(['command_id', 'member_id', 'outcome', 'problem', 'made', 'settled_as', 'handed_at'])
    .where('ward_id', '=', ward.wardId)
    .execute()
  const history = await kysely
    .selectFrom('history')
    .select(['tbl', 'row_id', 'path', 'stood', 'command_id'])
    .where('ward_id', '=', ward.wardId)
    .execute()
  const outcomeOf = new Map(decided.map(({ command_id, ...command }) => [command_id, command]))
  const inHistory = new Set(history.filter(({ stood }) => stood === 0).map(({ command_id }) => command_id))
  const inReview = new Map<string, string>()
  for (const { tabs } of disks) {
    const [tab] = tabs
    for (const { command } of tab?.phone.view.review ?? [])
      inReview.set(command.id, tab?.disk.member.memberId ?? '')
  }

  const isBeyondProof = world.silentRestores > 0 && disks.some(({ isClone }) => isClone)
  for (const [id, { name, memberId, on, disk, restores }] of saved) {
    const known = outcomeOf.get(id)
    const said = `${name} ${id}, saved on ${on}`
    if (known) tally.count(known.outcome)
    if (known && known.member_id !== memberId) throw new Error(`${said}, was decided as another member's`)
    // What a phone had handed over before it was erased lies in the backup, where the lead sees it as stuck, or nowhere.
    const isOnlyInBackup = disk.isErased && restores < world.restores
    if (!known && isOnlyInBackup) continue
    // A store that was put back in silence gives its numbers to whichever copy of a phone comes first.
    if (!known && isBeyondProof) continue
    const isTaken = known && known.outcome !== 'refused' && known.outcome !== 'parked'
    if (isTaken && known.settled_as !== 'taken' && inReview.has(id) && world.restores === 0)
      throw new Error(`${said}, is ${known.outcome} on the server, but its phone was told that it was not`)
    if (known?.outcome === 'overridden' && !inHistory.has(id))
      throw new Error(`${said}, gave way, but its value is not in the history`)
    // Nothing tells a phone that a store forgot a word alone, and none of its numbers.
    const isHandForgotten = (handed.get(id) ?? Infinity) < world.silentRestores
    const isWithTheLead =
      isOnlyInBackup || isHandForgotten || known?.handed_at != null || known?.settled_as != null
    if (isTaken || isWithTheLead || gaveUp.has(id) || inReview.get(id) === memberId) continue
    throw new Error(
      `${said}, is ${known ? `${known.outcome} (${known.problem})` : 'unknown'} on the server and in nobody's review: it is lost`,
    )
  }

  checkOnce(serverSide, decided)
  const paths = new Set(
    history.map(({ tbl, row_id, path, command_id }) => `${tbl}/${row_id}/${path}/${command_id}`),
  )
  if (paths.size !== history.length) throw new Error('A field has two entries of one command in its history')
}

/** Each command that wrote a row has raised its version by one, and nothing else has. */
function checkOnce({ rows }: ServerSide, decided: readonly { made: string }[]): void {
  const writes = new Map<string, number>()
  for (const { made } of decided) {
    for (const { table, id } of JSON.parse(made) as RowRef[]) {
      const place = rowKey(table, id)
      writes.set(place, (writes.get(place) ?? 0) + 1)
    }
  }
  for (const { table, id, ver } of rows) {
    const times = writes.get(rowKey(table, id)) ?? 0
    if (times !== ver) throw new Error(`${table}/${id} has version ${ver}, but ${times} commands wrote it`)
    writes.delete(rowKey(table, id))
  }
  const [missing] = writes.keys()
  if (missing) throw new Error(`${missing} was written by a command and is not there`)
}
