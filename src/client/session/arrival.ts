// Between signing in and being at home on this phone: its key comes from the server and is locked under a PIN.
import { Problem } from '#domain/problem.ts'
import type { Session } from '#protocol/session.ts'
import { isSealedWith } from '../db/base.ts'
import { openPhoneDatabase } from '../db/database.ts'
import type { People, Person } from '../db/people.ts'
import type { Api } from '../http/api.ts'
import { fromBase64, toBase64 } from '../vault/base64.ts'
import { lockKey, newDataKey, toSealingKey } from '../vault/pin.ts'
import { noTries } from '../vault/tries.ts'

export interface Arrival {
  readonly session: Session
  readonly deviceId: string
  readonly dataKey: Uint8Array<ArrayBuffer>
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
  const known = await people.find(session.member.id)
  const deviceId = known?.deviceId ?? newId()
  const made = { name: deviceName, dataKey: toBase64(newDataKey()) }
  // The first key that was left for a device stays: what is sealed here opens with the one that comes back.
  const { dataKey } = await api.keepDevice(deviceId, made)
  return { session, deviceId, dataKey: fromBase64(dataKey ?? made.dataKey) }
}

/** Throws `keyDiffers` or `pinWrongLength`; then nothing has changed here. */
export async function settle(
  { people, prefix, clock }: Place,
  { session, deviceId, dataKey }: Arrival,
  pin: string,
): Promise<Person> {
  const { id: memberId, name, role, teamIds } = session.member
  await checkKey(`${prefix}${memberId}`, dataKey)
  const locked = await lockKey(dataKey, pin)
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
  const isSame = await isSealedWith(database, await toSealingKey(dataKey))
  database.close()
  if (!isSame) throw new Problem('keyDiffers')
}
