// A member's phone makes itself known, leaves a copy of its data key, and gets it back when the PIN was forgotten.
import { Hono, type Context } from 'hono'
import { idSchema } from '#domain/schema.ts'
import { paths } from '#protocol/paths.ts'
import { newDeviceSchema, type Device } from '#protocol/session.ts'
import type { ServerContext } from '../context.ts'
import { parseBody, parseParam } from '../middleware/body.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { addDevice, getDataKey, type DevicePlace } from '../store/devices.ts'
import { getRescuePublicKey } from '../store/rescueKeys.ts'
import { getIdKey } from '../store/wards.ts'

export function deviceRoutes(context: ServerContext) {
  const keysOf = async (place: DevicePlace): Promise<Device> => ({
    dataKey: await getDataKey(context, place),
    idKey: await getIdKey(context, place.wardId),
    rescueKey: await getRescuePublicKey(context, place.wardId),
  })
  return new Hono<AppEnv>()
    .put(paths.device, async (c) => {
      const place = placeOf(c)
      await addDevice(context, place, await parseBody(c, newDeviceSchema))
      return c.json(await keysOf(place))
    })
    .get(paths.device, async (c) => c.json(await keysOf(placeOf(c))))
}

function placeOf(c: Context<AppEnv>): DevicePlace {
  const { wardId, memberId } = getPerson(c)
  return { wardId, memberId, deviceId: parseParam(c, 'deviceId', idSchema) }
}
