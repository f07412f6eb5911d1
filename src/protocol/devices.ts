// GET /api/devices: the phones of the members whom a lead or manager answers for, and how each of them fares.
import * as v from 'valibot'
import { idSchema } from '#domain/schema.ts'

const instant = v.nullable(v.number())

export const deviceStateSchema = v.object({
  deviceId: idSchema,
  memberId: idSchema,
  memberName: v.string(),
  teamIds: v.array(idSchema),
  /** What the phone calls itself. */
  name: v.string(),
  appVersion: v.nullable(v.string()),
  /** What it said at its last contact: unsent commands, since when the oldest waits, and refused ones. */
  unsent: v.number(),
  oldestUnsentAt: instant,
  review: v.number(),
  /** How often its watchdog had to begin the line anew before that contact. */
  restarts: v.number(),
  lastContactAt: instant,
  /** When it was ordered to send and erase, and when it said that it had. */
  revokedAt: instant,
  erasedAt: instant,
})
export type DeviceState = v.InferOutput<typeof deviceStateSchema>

export const devicesSchema = v.object({ devices: v.array(deviceStateSchema) })
