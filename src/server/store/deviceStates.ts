// How the phones of a ward fare, by what each said at its last contact; and the order to erase, given and carried out.
import type { DeviceState } from '#protocol/devices.ts'
import type { Database } from './database.ts'
import type { DevicePlace } from './devices.ts'

export type KeptState = Omit<DeviceState, 'memberName' | 'teamIds'>

/** Those of some members; who was in touch last comes first. */
export async function listDeviceStates(
  { kysely }: Database,
  wardId: string,
  memberIds: readonly string[],
): Promise<KeptState[]> {
  if (memberIds.length === 0) return []
  const devices = await selectStates(kysely)
    .where('ward_id', '=', wardId)
    .where('member_id', 'in', [...memberIds])
    .execute()
  return devices.sort((a, b) => (b.lastContactAt ?? 0) - (a.lastContactAt ?? 0))
}

export function findDeviceState(
  { kysely }: Database,
  { wardId, deviceId }: Omit<DevicePlace, 'memberId'>,
): Promise<KeptState | undefined> {
  return selectStates(kysely)
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst()
}

/** The first order stays. */
export async function revokeDevice(
  { kysely }: Database,
  { wardId, deviceId }: Omit<DevicePlace, 'memberId'>,
  now: number,
): Promise<void> {
  await kysely
    .updateTable('devices')
    .set({ revoked_at: now })
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .where('revoked_at', 'is', null)
    .execute()
}

/** What waited on it has been sent before, or is in the lead's hands: nothing is left there. */
export async function noteErased(
  { kysely }: Database,
  { wardId, deviceId }: Omit<DevicePlace, 'memberId'>,
  now: number,
): Promise<void> {
  await kysely
    .updateTable('devices')
    .set({ erased_at: now, unsent: 0, review: 0, oldest_unsent_at: null })
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .where('erased_at', 'is', null)
    .execute()
}

function selectStates(kysely: Database['kysely']) {
  return kysely
    .selectFrom('devices')
    .select(['device_id as deviceId', 'member_id as memberId', 'name', 'app_version as appVersion'])
    .select(['unsent', 'review', 'restarts', 'oldest_unsent_at as oldestUnsentAt'])
    .select(['last_contact_at as lastContactAt', 'revoked_at as revokedAt', 'erased_at as erasedAt'])
}
