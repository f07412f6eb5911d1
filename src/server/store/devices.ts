// Phones of members. Each leaves a copy of its data key, so that a forgotten PIN costs nothing that is unsent.
import { Problem } from '#domain/problem.ts'
import type { ServerContext } from '../context.ts'
import { seal, unseal } from './sealing.ts'

export interface DevicePlace {
  readonly wardId: string
  readonly memberId: string
  readonly deviceId: string
}

/** Makes a device known, unless it is; the first data key stays. */
export async function addDevice(
  { db, keys, clock }: ServerContext,
  { wardId, memberId, deviceId }: DevicePlace,
  { name, dataKey }: { name: string; dataKey: string },
): Promise<void> {
  const { key } = await keys.get(wardId)
  await db.kysely
    .insertInto('devices')
    .values({
      ward_id: wardId,
      device_id: deviceId,
      member_id: memberId,
      name,
      data_key_sealed: seal(key, dataKeyPlace(deviceId), dataKey),
      last_seq: 0,
      unsent: 0,
      created_at: clock(),
    })
    .onConflict((conflict) => conflict.columns(['ward_id', 'device_id']).doNothing())
    .execute()
}

/** The data key that was left for a device. Throws `deviceUnknown` (also when it is another's) or `deviceRevoked`. */
export async function getDataKey({ db, keys }: ServerContext, place: DevicePlace): Promise<string> {
  const device = await db.kysely
    .selectFrom('devices')
    .select(['member_id', 'data_key_sealed', 'revoked_at'])
    .where('ward_id', '=', place.wardId)
    .where('device_id', '=', place.deviceId)
    .executeTakeFirst()
  if (!device || device.member_id !== place.memberId) throw new Problem('deviceUnknown')
  if (device.revoked_at !== null) throw new Problem('deviceRevoked')
  const { key } = await keys.get(place.wardId)
  return unseal(key, dataKeyPlace(place.deviceId), device.data_key_sealed)
}

function dataKeyPlace(deviceId: string): string {
  return `devices/${deviceId}`
}

/** A quiet sync need not be written down each time. */
const worthNoting = 60_000

/** Throws `deviceUnknown` (also for another member's device) or `deviceRevoked`; notes what the device says of itself. */
export async function hearFromDevice(
  db: ServerContext['db'],
  { wardId, memberId, deviceId }: DevicePlace,
  status: { unsent: number; oldestUnsentAt: number | null; appVersion: string },
  now: number,
): Promise<void> {
  const device = await db.kysely
    .selectFrom('devices')
    .select(['member_id', 'revoked_at', 'unsent', 'app_version', 'last_contact_at'])
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst()
  if (!device || device.member_id !== memberId) throw new Problem('deviceUnknown')
  if (device.revoked_at !== null) throw new Problem('deviceRevoked')
  const isSame = device.unsent === status.unsent && device.app_version === status.appVersion
  if (isSame && now - (device.last_contact_at ?? 0) < worthNoting) return
  await db.kysely
    .updateTable('devices')
    .set({
      unsent: status.unsent,
      oldest_unsent_at: status.oldestUnsentAt,
      app_version: status.appVersion,
      last_contact_at: now,
    })
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .execute()
}
