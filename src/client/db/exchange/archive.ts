// What the ward took, kept for 30 days: a server that is restored from a backup has lost some of it, and then it is said
// again. What one reply answered lies in one sealed pack; nobody reads it but who begins anew.
import type { Command } from '#domain/commands.ts'
import { seal, unseal } from '../../vault/seal.ts'
import type { ArchiveEntry } from '../database.ts'
import { outboxPlace, type PendingCommand } from '../outbox.ts'

const packPlace = (id: string) => `archive|${id}`

/** In order of their numbers. A pack of one is sealed as the outbox had it, as version 1 kept every one of them. */
export async function sealArchived(
  key: CryptoKey,
  taken: readonly PendingCommand[],
  about: Pick<ArchiveEntry, 'answeredAt' | 'numbering'>,
): Promise<ArchiveEntry[]> {
  const [first] = taken
  if (!first) return []
  const { id } = first.command
  const commands = taken.map(({ command }) => command)
  const sealed =
    taken.length === 1
      ? await seal(key, outboxPlace(id), first.command)
      : await seal(key, packPlace(id), commands)
  return [{ id, seq: first.seq, count: taken.length, sealed, ...about }]
}

/** In the order in which they were said. */
export async function openArchive(key: CryptoKey, entries: readonly ArchiveEntry[]): Promise<Command[]> {
  const inOrder = [...entries].sort((a, b) => a.numbering - b.numbering || a.seq - b.seq)
  const packs = await Promise.all(
    inOrder.map(async ({ id, count, sealed }) =>
      count === 1
        ? [(await unseal(key, outboxPlace(id), sealed)) as Command]
        : ((await unseal(key, packPlace(id), sealed)) as Command[]),
    ),
  )
  return packs.flat()
}
