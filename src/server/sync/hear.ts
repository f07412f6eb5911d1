// A phone speaks: it has commands, or says how it fares, or only asks. One that has nothing to say costs one reading.
import type { Database } from '../store/database.ts'
import { getDevice, saveDevice, type DeviceStatus, type KnownDevice } from '../store/devices.ts'
import type { LogError } from './decide.ts'
import { push, type Push, type PushReply } from './push.ts'

/** A contact that says nothing new is written down no more often than this, in milliseconds. */
const worthNoting = 60_000

/** Throws `deviceUnknown` (also for another member's device), `deviceRevoked`, or what `push` throws. */
export async function hear(
  database: Database,
  asked: Push & { readonly status: DeviceStatus },
  logError: LogError,
): Promise<PushReply> {
  const { ward, actor, deviceId, commands, status, now } = asked
  const place = { wardId: ward.wardId, memberId: actor.memberId, deviceId }
  const device = await getDevice(database, place)
  if (commands.length > 0) return push(database, asked, logError)
  if (isNews(device, status, now)) {
    await saveDevice(database.kysely, place, { heard: { status, at: now } })
  }
  return { lastSeq: device.lastSeq, fork: false, outcomes: [], touched: [] }
}

function isNews(device: KnownDevice, status: DeviceStatus, now: number): boolean {
  return (
    device.unsent !== status.unsent ||
    device.oldestUnsentAt !== status.oldestUnsentAt ||
    device.appVersion !== status.appVersion ||
    now - (device.lastContactAt ?? 0) >= worthNoting
  )
}
