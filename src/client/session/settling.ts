// What a person does about what the ward told them: a refused command is given up, handed to the lead, or mended and sent
// anew; a notice was seen. It is on the disk when it resolves, and goes to the ward with the next exchange.
import { parseCommand, type Command, type CommandToParse } from '#domain/commands.ts'
import { connected } from '../db/connection.ts'
import { keepResent, keepSeen, keepSettled, type Settled } from '../db/exchange/answers.ts'
import { openArchive } from '../db/exchange/archive.ts'
import type { Line } from '../sync/line.ts'

export interface Settling {
  settle(commandId: string, as: Settled): Promise<void>
  /** `made` takes the place of the one that was refused. Throws the Problem for which nothing was changed. */
  resend(commandId: string, made: CommandToParse): Promise<void>
  seen(noticeId: string): Promise<void>
  /** What was handed to the lead, as long as it lies here: 30 days. */
  findHanded(commandId: string): Promise<Command | undefined>
}

/** `onKept`: something waits on the disk that other tabs and the ward should hear of. */
export function createSettling({ database, key, view, clock }: Line, onKept: () => void): Settling {
  const reviewWithout = (commandId: string) => view.review.filter(({ command }) => command.id !== commandId)
  return {
    async settle(commandId, as) {
      const reviewed = view.review.find(({ command }) => command.id === commandId)
      if (!reviewed) return
      await keepSettled(database, key, reviewed, { as, at: clock() })
      view.hear({ review: reviewWithout(commandId) })
      onKept()
    },
    async resend(commandId, made) {
      const command = parseCommand(made)
      view.check(command)
      const seq = await keepResent(database, key, commandId, command)
      view.hear({ review: reviewWithout(commandId), pending: [...view.pending, { seq, command }] })
      onKept()
    },
    async seen(noticeId) {
      await keepSeen(database, noticeId)
      view.hear({ notices: view.notices.filter(({ id }) => id !== noticeId) })
      onKept()
    },
    async findHanded(commandId) {
      const entry = await connected(database, () => database.archive.get(commandId))
      return entry && (await openArchive(key, [entry]))[0]
    },
  }
}
