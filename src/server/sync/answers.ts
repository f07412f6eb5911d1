// What a phone's person did about something the ward told them earlier. Only their own notices and commands are touched,
// and saying it twice changes nothing.
import type { Answer, AnswerKind } from '#protocol/sync.ts'
import type { Database } from '../store/database.ts'
import { markSeen } from '../store/notices.ts'
import { handCommands, settleCommands } from '../store/settling.ts'

export async function takeAnswers(
  database: Database,
  { wardId, memberId }: { wardId: string; memberId: string },
  answers: readonly Answer[],
  now: number,
): Promise<void> {
  if (answers.length === 0) return
  const idsOf = (kind: AnswerKind) => answers.filter(({ as }) => as === kind).map(({ id }) => id)
  await database.transact(async (tx) => {
    await markSeen(tx, { wardId, memberId }, idsOf('seen'), now)
    for (const as of ['discarded', 'resent'] as const) {
      await settleCommands(tx, { wardId, memberId, ids: idsOf(as) }, { as, by: memberId, at: now })
    }
    await handCommands(tx, { wardId, memberId, ids: idsOf('handed') }, now)
  })
}
