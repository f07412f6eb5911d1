// Sending again what was refused: with the version of the row as this phone knows it now.
import { rowsNeededBy, type Command } from '#domain/commands.ts'
import { Problem } from '#domain/problem.ts'
import type { Client } from '../../createClient.ts'
import type { ReviewedCommand } from '../../view/view.ts'

/** As it was. Throws the Problem for which it would be refused again; then it stays where it is. */
export async function sendAgain(client: Client, command: Command): Promise<void> {
  await client.resend(command.id, command.name, command.args, baseOf(client, command))
}

/** What waited beside another, once that one is on its way. What cannot go yet stays and says why. */
export async function sendWaiting(client: Client, waiting: readonly ReviewedCommand[]): Promise<void> {
  for (const { command } of waiting) {
    try {
      await sendAgain(client, command)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }
}

/** A command names the row that it changes before any other; one that makes a row finds none. */
function baseOf(client: Client, command: Command): number {
  const [row] = rowsNeededBy(command)
  return row ? client.view().verOf(row.table, row.id) : 0
}
