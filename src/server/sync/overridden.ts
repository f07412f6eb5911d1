// Of two values of one field the later stands. Whoever gave the other is told, with both values, so that one tap restores
// it; where both are the same person's there is nothing to tell.
import type { RowWrite } from '#domain/commands.ts'
import type { HistoryEntry } from '../store/history.ts'
import type { NoticeFor } from '../store/notices.ts'

interface By {
  readonly commandId: string
  readonly memberId: string
  readonly at: number
}

/** `history` of the row that was written, with the values that met the command's. */
export function noticesOf(
  { table, id, gaveWay, stands, lost }: RowWrite,
  by: By,
  history: readonly HistoryEntry[],
  newId: () => string,
): NoticeFor[] {
  return gaveWay.flatMap(({ path, winner, loser }): NoticeFor[] => {
    const own = [...stands, ...lost].find((change) => change.path === path)
    const rival = history.find(
      (entry) => entry.path === path && entry.commandId === (loser === by.commandId ? winner : loser),
    )
    if (!own || !rival || rival.memberId === by.memberId || isKeptByItself(path)) return []
    const mine = { ...by, value: own.value }
    const [losing, standing] = loser === by.commandId ? [mine, rival] : [rival, mine]
    const notice = {
      id: newId(),
      kind: 'overridden' as const,
      commandId: loser,
      table,
      rowId: id,
      path,
      value: losing.value,
      standing: standing.value,
      by: standing.memberId,
      at: standing.at,
    }
    return [{ memberId: losing.memberId, notice }]
  })
}

/** Nobody types it: it follows from what somebody did (domain/member). */
function isKeptByItself(path: string): boolean {
  return path.startsWith('formerTeams/')
}
