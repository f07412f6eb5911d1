// What a phone sends is decided together; and where the database takes no write of one of the commands, which is a bug of
// ours, that one is found and parked, and holds up no other.
import { isUnfitForStore, type Database } from '../store/database.ts'
import type { DeviceStatus } from '../store/devices.ts'
import type { LogError } from './decide.ts'
import { pushBatch, type Push, type PushReply } from './pushBatch.ts'

export type { Push, PushReply }

/** Throws `deviceUnknown`, or `requestMalformed` when a number is missing between two commands. */
export function push(database: Database, asked: Push, logError: LogError): Promise<PushReply> {
  const { status, commands } = asked
  const said = status ? { ...asked, status: withoutSent(status, commands.length) } : asked
  return pushTogether(database, said, logError)
}

/** All in one transaction; or, where it cannot be written, each half for itself, down to the command that stands in the way. */
async function pushTogether(database: Database, asked: Push, logError: LogError): Promise<PushReply> {
  const { commands } = asked
  try {
    return await pushBatch(database, asked, logError)
  } catch (failure) {
    if (!isUnfitForStore(failure) || asked.failure !== undefined) throw failure
    if (commands.length === 1) return pushTogether(database, { ...asked, failure }, logError)
    const middle = Math.ceil(commands.length / 2)
    const first = await pushTogether(database, { ...asked, commands: commands.slice(0, middle) }, logError)
    if (first.fork || first.gap) return first
    const second = await pushTogether(database, { ...asked, commands: commands.slice(middle) }, logError)
    return joined(first, second)
  }
}

function joined(first: PushReply, second: PushReply): PushReply {
  const heads = new Map([...first.touched, ...second.touched].map((poke) => [poke.scope, poke]))
  return {
    ...second,
    outcomes: [...first.outcomes, ...second.outcomes],
    news: [...first.news, ...second.news],
    written: [...first.written, ...second.written],
    touched: [...heads.values()],
  }
}

/** What has arrived waits no more. */
function withoutSent(status: DeviceStatus, sent: number): DeviceStatus {
  const unsent = Math.max(0, status.unsent - sent)
  return { ...status, unsent, oldestUnsentAt: unsent === 0 ? null : status.oldestUnsentAt }
}
