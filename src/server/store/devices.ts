// Phones of members. Each leaves a copy of its data key, so that a forgotten PIN costs nothing that is unsent.
import { Problem } from '#domain/problem.ts'
import type { ServerContext } from '../context.ts'
import type { Database, Transaction } from './database.ts'
import { seal, unseal } from './sealing.ts'

export interface DevicePlace {
  readonly wardId: string
  readonly memberId: string
  readonly deviceId: string
}

/** Nobody has as many in use. */
const mostPhones = 30

/** Makes a device known, unless it is; the first data key that was left stays. */
export async function addDevice(
  { db, keys, clock }: ServerContext,
  { wardId, memberId, deviceId }: DevicePlace,
  { name, dataKey }: { name: string; dataKey?: string | undefined },
): Promise<void> {
  const { key } = await keys.get(wardId)
  const sealed = dataKey === undefined ? '' : seal(key, dataKeyPlace(deviceId), dataKey)
  await db.kysely
    .insertInto('devices')
    .values({
      ward_id: wardId,
      device_id: deviceId,
      member_id: memberId,
      name,
      data_key_sealed: sealed,
      last_seq: 0,
      unsent: 0,
      created_at: clock(),
    })
    .onConflict((conflict) => conflict.columns(['ward_id', 'device_id']).doNothing())
    .execute()
  if (sealed === '') return
  await db.kysely
    .updateTable('devices')
    .set({ data_key_sealed: sealed })
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .where('member_id', '=', memberId)
    .where('data_key_sealed', '=', '')
    .execute()
}

/** The data key that was left for a device, or null. Throws `deviceUnknown` (also when it is another's) or `deviceRevoked`. */
export async function getDataKey({ db, keys }: ServerContext, place: DevicePlace): Promise<string | null> {
  const device = await db.kysely
    .selectFrom('devices')
    .select(['member_id', 'data_key_sealed', 'revoked_at'])
    .where('ward_id', '=', place.wardId)
    .where('device_id', '=', place.deviceId)
    .executeTakeFirst()
  if (!device || device.member_id !== place.memberId) throw new Problem('deviceUnknown')
  if (device.revoked_at !== null) throw new Problem('deviceRevoked')
  if (device.data_key_sealed === '') return null
  const { key } = await keys.get(place.wardId)
  return unseal(key, dataKeyPlace(place.deviceId), device.data_key_sealed)
}

/** The data keys that phones of a member have left, of the newest phone first. */
export async function listDataKeys(
  { db, keys }: Pick<ServerContext, 'db' | 'keys'>,
  { wardId, memberId }: Omit<DevicePlace, 'deviceId'>,
): Promise<string[]> {
  const devices = await db.kysely
    .selectFrom('devices')
    .select(['device_id', 'data_key_sealed'])
    .where('ward_id', '=', wardId)
    .where('member_id', '=', memberId)
    .where('data_key_sealed', '!=', '')
    .orderBy('created_at', 'desc')
    .limit(mostPhones)
    .execute()
  const { key } = await keys.get(wardId)
  return devices.map(({ device_id, data_key_sealed }) =>
    unseal(key, dataKeyPlace(device_id), data_key_sealed),
  )
}

function dataKeyPlace(deviceId: string): string {
  return `devices/${deviceId}`
}

/** What a device says of itself at each sync. */
export interface DeviceStatus {
  /** Commands that wait on it, those of this very request among them. */
  readonly unsent: number
  readonly oldestUnsentAt: number | null
  readonly appVersion: string
  /** Refused or parked commands that wait on it for their person. */
  readonly review: number
  /** How often its watchdog began the line anew since the last good reply. */
  readonly restarts: number
}

export interface KnownDevice extends Omit<DeviceStatus, 'appVersion'> {
  /** The last number that was decided. */
  readonly lastSeq: number
  readonly appVersion: string | null
  readonly lastContactAt: number | null
  readonly revokedAt: number | null
  /** Whether its member has notices to be told of. */
  readonly hasNotices: boolean
}

/** Throws `deviceUnknown` (also for another member's device). */
export async function getDevice(
  { kysely }: Database,
  { wardId, memberId, deviceId }: DevicePlace,
): Promise<KnownDevice> {
  const device = await kysely
    .selectFrom('devices')
    .select([
      'member_id',
      'revoked_at',
      'last_seq',
      'unsent',
      'oldest_unsent_at',
      'app_version',
      'last_contact_at',
      'review',
      'restarts',
    ])
    .select(({ selectFrom, exists }) =>
      exists(
        selectFrom('notices')
          .select('notice_id')
          .where('ward_id', '=', wardId)
          .where('member_id', '=', memberId)
          .where('seen_at', 'is', null),
      ).as('has_notices'),
    )
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst()
  if (!device || device.member_id !== memberId) throw new Problem('deviceUnknown')
  return {
    lastSeq: device.last_seq,
    unsent: device.unsent,
    oldestUnsentAt: device.oldest_unsent_at,
    appVersion: device.app_version,
    lastContactAt: device.last_contact_at,
    review: device.review,
    restarts: device.restarts,
    revokedAt: device.revoked_at,
    hasNotices: Boolean(device.has_notices),
  }
}

/** The last number of a device that was decided, and when it was revoked; its row is locked until the transaction ends. */
export async function lockDevice(
  database: Database,
  tx: Transaction,
  wardId: string,
  deviceId: string,
): Promise<{ lastSeq: number; revokedAt: number | null } | undefined> {
  const select = tx
    .selectFrom('devices')
    .select(['last_seq', 'revoked_at'])
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
  const device = await (database.dialect === 'postgres' ? select.forUpdate() : select).executeTakeFirst()
  return device && { lastSeq: device.last_seq, revokedAt: device.revoked_at }
}

/** When a device was revoked; null also for one that the ward never knew. */
export async function findRevokedAt(
  tx: Transaction,
  wardId: string,
  deviceId: string,
): Promise<number | null> {
  const device = await tx
    .selectFrom('devices')
    .select('revoked_at')
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst()
  return device?.revoked_at ?? null
}

/** Writes the last number that was decided, what the device says of itself, or both. */
export async function saveDevice(
  kysely: Database['kysely'],
  { wardId, deviceId }: Omit<DevicePlace, 'memberId'>,
  { lastSeq, heard }: { lastSeq?: number; heard?: { status: DeviceStatus; at: number } | undefined },
): Promise<void> {
  await kysely
    .updateTable('devices')
    .set({
      ...(lastSeq === undefined ? {} : { last_seq: lastSeq }),
      ...(heard && {
        unsent: heard.status.unsent,
        oldest_unsent_at: heard.status.oldestUnsentAt,
        app_version: heard.status.appVersion,
        review: heard.status.review,
        restarts: heard.status.restarts,
        last_contact_at: heard.at,
      }),
    })
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .execute()
}
