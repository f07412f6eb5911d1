// Between signing in and being at home on this phone: its key comes from the server and is locked under a PIN.
import { Problem } from '#domain/problem.ts'
import type { Session } from '#protocol/session.ts'
import { isSealedWith } from '../db/base.ts'
import { connected } from '../db/connection.ts'
import { openPhoneDatabase } from '../db/database.ts'
import type { People, Person } from '../db/people.ts'
import type { Api } from '../http/api.ts'
import { fromBase64, toBase64 } from '../vault/base64.ts'
import { sealIdKey } from '../vault/idNumber.ts'
import { lockKey, newDataKey, toSealingKey } from '../vault/pin.ts'
import { noTries } from '../vault/tries.ts'

export interface Arrival {
  readonly session: Session
  readonly deviceId: string
  readonly dataKey: Uint8Array<ArrayBuffer>
  /** Whether a copy of the key lies at the server. */
  readonly isLeft: boolean
  readonly rescueKey: string
  readonly idKey: string
}

interface Place {
  readonly api: Api
  readonly people: People
  readonly clock: () => number
  readonly newId: () => string
  readonly prefix: string
  readonly deviceName: string
}

/** After the server has said who this is. */
export async function welcome({ api, people, newId, deviceName }: Place, session: Session): Promise<Arrival> {
  const person = await people.find(session.member.id)
  // One that was revoked and erased begins as another device.
  const known = person?.eraseOrder === undefined ? person : undefined
  const deviceId = known?.deviceId ?? newId()
  const made = toBase64(newDataKey())
  // What is sealed here opens with the key that was left first. Where the server has none, a new one is left only when it
  // is sure that nothing is sealed here under another.
  const toLeave = known ? await findKey(api, [known.deviceId, known.keyDeviceId]) : made
  const { dataKey, rescueKey, idKey } = await api.keepDevice(
    deviceId,
    toLeave === undefined ? { name: deviceName } : { name: deviceName, dataKey: toLeave },
  )
  return {
    session,
    deviceId,
    dataKey: fromBase64(dataKey ?? made),
    isLeft: dataKey !== null,
    rescueKey,
    idKey,
  }
}

/** The first copy that the server has under one of these ids. */
async function findKey(api: Api, deviceIds: readonly (string | undefined)[]): Promise<string | undefined> {
  for (const deviceId of deviceIds) {
    const dataKey = deviceId === undefined ? null : await getKey(api, deviceId)
    if (dataKey !== null) return dataKey
  }
  return undefined
}

/** Null also where the server does not know the device: it was restored from a backup. */
async function getKey(api: Api, deviceId: string): Promise<string | null> {
  try {
    return (await api.getDevice(deviceId)).dataKey
  } catch (error) {
    if (error instanceof Problem && error.code === 'deviceUnknown') return null
    throw error
  }
}

/** Throws `keyDiffers` or `pinWrongLength`; then nothing has changed here. */
export async function settle(
  { api, people, prefix, clock, deviceName }: Place,
  { session, deviceId, dataKey, isLeft, rescueKey, idKey }: Arrival,
  pin: string,
): Promise<Person> {
  const { id: memberId, name, role, teamIds } = session.member
  await checkKey(`${prefix}${memberId}`, dataKey)
  const locked = await lockKey(dataKey, pin)
  if (!isLeft) await api.keepDevice(deviceId, { name: deviceName, dataKey: toBase64(dataKey) })
  const { id: wardId, name: wardName } = session.ward
  const person: Person = {
    memberId,
    deviceId,
    wardId,
    wardName,
    name,
    role,
    teamIds,
    locked,
    rescueKey,
    idKey: await sealIdKey(await toSealingKey(dataKey), memberId, idKey),
    tries: noTries,
    usedAt: clock(),
  }
  await people.keep(person)
  return person
}

/**
 * A server that was restored from an old backup hands out another key than the one under which things lie here; locking
 * that one under the new PIN would lose the only copy of the key that opens them.
 */
async function checkKey(databaseName: string, dataKey: Uint8Array<ArrayBuffer>): Promise<void> {
  const database = openPhoneDatabase(databaseName)
  const key = await toSealingKey(dataKey)
  const isSame = await connected(database, () => isSealedWith(database, key)).finally(() => database.close())
  if (!isSame) throw new Problem('keyDiffers')
}
