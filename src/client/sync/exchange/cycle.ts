// One exchange with the ward: say what waits, hear what is new, keep both in one transaction, then show it. Nothing is
// taken out of the outbox but by an outcome; a cycle that fails anywhere has changed nothing.
import { Problem } from '#domain/problem.ts'
import type { Scope } from '#domain/tables.ts'
import { maxCommandsPerPush, type SyncReply } from '#protocol/sync.ts'
import { keepAnswer, type Answer } from '../../db/exchange/keepAnswer.ts'
import { eraseOrderKey } from '../../db/numbering.ts'
import type { Anew } from '../../db/rare/numberAnew.ts'
import { ask, readKnown, type Known } from './ask.ts'
import type { Line } from '../line.ts'
import { readReply, type Heard } from './readReply.ts'
import { reread, seldom } from './seldom.ts'

export interface CycleEnd {
  /** Whether the ward, or this phone, has more to say. */
  readonly more: boolean
  /** Whether the ward's answer came whole and is kept. */
  readonly isHeard: boolean
  /** Whether something came that other tabs should show. */
  readonly isNews: boolean
  /** All is said, and the ward has ordered this phone to erase itself. */
  readonly isToErase?: boolean
}

const again: CycleEnd = { more: true, isHeard: false, isNews: false }

/** Throws a Problem when the ward could not be reached or did not answer as itself. */
export async function runCycle(line: Line): Promise<CycleEnd> {
  const known = await readKnown(line)
  await showMissed(line, known)
  if (known.deviceId !== line.deviceId()) await line.followDevice(known.deviceId)
  const reply = await ask(line, known).catch(ifForgotten)
  if (!reply) return again
  if (reply === 'forgotten')
    return beginAnew(line, known, { withArchive: true, epoch: known.epoch ?? undefined })
  if (reply.erase && known.eraseOrder === undefined) {
    // It holds even if this phone must take another id before all is said.
    await line.database.meta.put({ key: eraseOrderKey, value: known.deviceId })
    return again
  }
  const isOtherStore = known.epoch !== null && known.epoch !== reply.epoch
  if (reply.fork) return beginAnew(line, known, { withArchive: false })
  // It has decided fewer of this phone's numbers than it told: a store that was put back and kept its epoch.
  const isForgetful = reply.lastSeq < known.lastSeq - known.unsent
  if (reply.gap || isForgetful || (isOtherStore && known.review + (await line.database.archive.count()) > 0))
    return beginAnew(line, known, { withArchive: true, epoch: reply.epoch })
  return hear(line, known, reply)
}

/** The server knows this member, but not this device: it was restored from a backup that is older. */
function ifForgotten(error: unknown): 'forgotten' {
  if (error instanceof Problem && error.code === 'deviceUnknown') return 'forgotten'
  throw error
}

async function beginAnew(
  line: Line,
  { numbering }: Known,
  how: Pick<Anew, 'withArchive' | 'epoch'>,
): Promise<CycleEnd> {
  const { takeNewDevice } = await seldom.takeNewDevice()
  await takeNewDevice(line, { ...how, numbering })
  return { more: true, isHeard: false, isNews: true }
}

async function hear(line: Line, known: Known, reply: SyncReply): Promise<CycleEnd> {
  const heard = await readReply(line, reply, known)
  const { answer } = heard
  if (!(await keepAnswer(line.database, answer))) return again
  line.isAnew = false
  show(line, known, heard)
  line.shownTo = cursorsAfter(known, answer)
  if (answer.renewed.length > 0) await reread(line)
  const isMarked = await compare(line, reply, answer)
  const isOrdered = reply.erase || known.eraseOrder !== undefined
  const isToErase = isOrdered && (await isHandedOver(line))
  return {
    more:
      known.unsent > known.sent.length ||
      known.answers.length === maxCommandsPerPush ||
      reply.scopes.some(({ more }) => more) ||
      isMarked ||
      (isOrdered && !isToErase),
    isHeard: true,
    isNews: isNews(heard),
    isToErase,
  }
}

/** Another tab may have been killed after it had written what it heard, and before it could tell. */
async function showMissed(line: Line, { scopes, epoch }: Known): Promise<void> {
  // Nothing was ever heard on this disk, or the browser threw it away: then what is shown is all there is.
  if (epoch === null) return
  const { shownTo } = line
  const isShown = [...scopes].every(([scope, { cursor }]) => shownTo?.get(scope) === cursor)
  if (isShown && shownTo?.size === scopes.size) return
  await reread(line)
  line.shownTo = new Map([...scopes].map(([scope, { cursor }]) => [scope, cursor]))
}

function cursorsAfter({ scopes }: Known, { after, revoked }: Answer): Map<Scope, number> {
  const entries = [...scopes.values(), ...after].map(({ scope, cursor }) => [scope, cursor] as const)
  const cursors = new Map(entries)
  for (const scope of revoked) cursors.delete(scope)
  return cursors
}

function show({ view }: Line, known: Known, heard: Heard): void {
  const { answer, rows, removed, answeredIds, reviewed, taken, notices } = heard
  const shown = new Set(view.notices.map(({ id }) => id))
  const seenMeanwhile = new Set(known.notices.map(({ id }) => id).filter((id) => !shown.has(id)))
  view.hear({
    left: answer.revoked,
    removed,
    rows,
    pending: view.pending.filter(({ command }) => !answeredIds.has(command.id)),
    review: [...reviewed, ...view.review].filter(({ command }) => !taken.has(command.id)),
    notices: notices.filter(({ id }) => !seenMeanwhile.has(id)),
  })
}

function isNews({ answer, rows, removed, answeredIds }: Heard): boolean {
  const { revoked, renewed, notices, seenElsewhere } = answer
  return (
    [rows, removed, revoked, renewed, notices, seenElsewhere].some(({ length }) => length > 0) ||
    answeredIds.size > 0
  )
}

/**
 * Compares each scope that is heard to its head by count and checksum with what the view shows. Whether one differs and
 * is to come anew.
 */
async function compare(line: Line, reply: SyncReply, { after }: Answer): Promise<boolean> {
  const told = new Map(reply.scopes.map((one) => [one.scope, one]))
  const differs = (scope: Scope) => {
    const [shown, ward] = [line.view.sumOf(scope), told.get(scope)]
    return shown.count !== ward?.count || shown.checksum !== ward.checksum
  }
  const heard = after.filter(
    ({ scope, refill }) => !refill && told.get(scope)?.more === false && differs(scope),
  )
  if (heard.length === 0) return false
  const { mend } = await seldom.mend()
  return mend(line, new Map(heard.map(({ scope, cursor }) => [scope, cursor])), differs)
}

async function isHandedOver(line: Line): Promise<boolean> {
  const { handOver } = await seldom.handOver()
  return handOver(line)
}
