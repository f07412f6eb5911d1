// A phone speaks: it has commands, or answers, or says how it fares, or only asks. One that has nothing to say costs one
// reading. A revoked one is heard as well: what it did before counts, and it must learn that it is to erase itself.
import type { Answer } from '#protocol/sync.ts'
import type { Database } from '../store/database.ts'
import { getDevice, saveDevice, type DeviceStatus, type KnownDevice } from '../store/devices.ts'
import { takeAnswers } from './answers.ts'
import type { LogError } from './decide.ts'
import { push, type Push, type PushReply } from './push.ts'

/** A contact that says nothing new is written down no more often than this, in milliseconds. */
const worthNoting = 60_000

export interface Heard extends PushReply {
  readonly isRevoked: boolean
  /** False when its member certainly has no notices. */
  readonly mayHaveNotices: boolean
}

/** Throws `deviceUnknown` (also for another member's device), or what `push` throws. */
export async function hear(
  database: Database,
  asked: Push & { readonly status: DeviceStatus; readonly answers: readonly Answer[] },
  logError: LogError,
): Promise<Heard> {
  const { ward, actor, deviceId, commands, answers, status, now } = asked
  const { memberId } = actor
  const place = { wardId: ward.wardId, memberId, deviceId }
  const device = await getDevice(database, place)
  const isRevoked = device.revokedAt !== null
  const mayHaveNotices = device.hasNotices || commands.length > 0
  if (commands.length > 0) {
    const reply = await push(database, asked, logError)
    await takeAnswers(database, place, answers, now)
    return { ...reply, isRevoked, mayHaveNotices }
  }
  await takeAnswers(database, place, answers, now)
  if (isNews(device, status, now)) {
    await saveDevice(database.kysely, place, { heard: { status, at: now } })
  }
  const { lastSeq } = device
  const nothing = { lastSeq, fork: false, gap: false, outcomes: [], news: [], written: [], touched: [] }
  return { ...nothing, isRevoked, mayHaveNotices }
}

function isNews(device: KnownDevice, status: DeviceStatus, now: number): boolean {
  return (
    device.unsent !== status.unsent ||
    device.oldestUnsentAt !== status.oldestUnsentAt ||
    device.appVersion !== status.appVersion ||
    device.review !== status.review ||
    device.restarts !== status.restarts ||
    now - (device.lastContactAt ?? 0) >= worthNoting
  )
}
