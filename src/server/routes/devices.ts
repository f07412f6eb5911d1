// A member's phone makes itself known, leaves a copy of its data key, and gets it back when the PIN was forgotten. Who
// answers for a member sees how their phones fare, and may order one to send what it has and erase itself.
import { Hono, type Context } from 'hono'
import type { Member } from '#domain/member.ts'
import { isAllowed, type Actor, type Permission } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import { idSchema } from '#domain/schema.ts'
import type { DeviceState } from '#protocol/devices.ts'
import { paths } from '#protocol/paths.ts'
import { newDeviceSchema, type Device } from '#protocol/session.ts'
import type { ServerContext } from '../context.ts'
import { parseBody, parseParam } from '../middleware/body.ts'
import { getPerson, getPersonEvenIfLeft, type AppEnv, type Person } from '../middleware/session.ts'
import { findDeviceState, listDeviceStates, noteErased, revokeDevice } from '../store/deviceStates.ts'
import { addDevice, getDataKey, type DevicePlace } from '../store/devices.ts'
import { readTables } from '../store/documents.ts'
import { findMember } from '../store/members.ts'
import { getRescuePublicKey } from '../store/rescueKeys.ts'
import { getIdKey } from '../store/wards.ts'

export function deviceRoutes(context: ServerContext) {
  const { db, clock, pokes } = context
  const keysOf = async (place: DevicePlace): Promise<Device> => ({
    dataKey: await getDataKey(context, place),
    idKey: await getIdKey(context, place.wardId),
    rescueKey: await getRescuePublicKey(context, place.wardId),
  })
  return new Hono<AppEnv>()
    .put(paths.device, async (c) => {
      // Who has left may still send what they did before, and may need a new device id for it.
      const place = placeOf(c, getPersonEvenIfLeft(c))
      await addDevice(context, place, await parseBody(c, newDeviceSchema))
      return c.json(await keysOf(place))
    })
    .get(paths.device, async (c) => c.json(await keysOf(placeOf(c, getPerson(c)))))
    .get(paths.devices, async (c) => {
      const { wardId, actor } = getPerson(c)
      const { members } = await readTables(context, wardId, ['members'])
      const seen = members.filter((member) => reaches('seeDevices', actor, member))
      return c.json({ devices: await describe(context, wardId, seen) })
    })
    .post(paths.revokeDevice, async (c) => {
      const person = getPerson(c)
      const { actor, memberId } = person
      const place = placeOf(c, person)
      const device = await findDeviceState(db, place)
      const owner = device && (await findMember(db, place.wardId, device.memberId))
      if (!owner) throw new Problem('deviceUnknown')
      if (owner.id !== memberId && !reaches('revokeDevice', actor, owner)) throw new Problem('notAllowed')
      await revokeDevice(db, place, clock())
      pokes.wake(place.wardId, owner.id)
      return c.body(null, 204)
    })
    .post(paths.erasedDevice, async (c) => {
      // The phone of somebody who has left may be the very one that had to erase itself.
      const person = getPersonEvenIfLeft(c)
      const place = placeOf(c, person)
      const device = await findDeviceState(db, place)
      if (device?.memberId !== person.memberId) throw new Problem('deviceUnknown')
      if (device.revokedAt === null) throw new Problem('notAllowed')
      await noteErased(db, place, clock())
      return c.body(null, 204)
    })
}

/** A member belongs to a lead by any one of their teams. */
function reaches(permission: Permission, actor: Actor, { teamIds }: Member): boolean {
  return [{}, ...teamIds.map((teamId) => ({ teamId }))].some((subject) =>
    isAllowed(permission, actor, subject),
  )
}

async function describe(
  { db }: ServerContext,
  wardId: string,
  members: readonly Member[],
): Promise<DeviceState[]> {
  const memberById = new Map(members.map((member) => [member.id, member]))
  const devices = await listDeviceStates(db, wardId, [...memberById.keys()])
  return devices.map((device) => {
    const { name = '', teamIds = [] } = memberById.get(device.memberId) ?? {}
    return { ...device, memberName: name, teamIds }
  })
}

function placeOf(c: Context<AppEnv>, { wardId, memberId }: Person): DevicePlace {
  return { wardId, memberId, deviceId: parseParam(c, 'deviceId', idSchema) }
}
