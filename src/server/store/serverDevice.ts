// The device under which a ward's server numbers its own commands; no phone can have this id.
import type { CommandName } from '#domain/commands.ts'
import type { ServerContext } from '../context.ts'
import type { Database } from './database.ts'

const serverDeviceId = '00000000-0000-7000-8000-000000000000'
const nobody = '00000000-0000-0000-0000-000000000000'

export async function ensureServerDevice(
  { db, clock }: Pick<ServerContext, 'db' | 'clock'>,
  wardId: string,
): Promise<string> {
  await db.kysely
    .insertInto('devices')
    .values({
      ward_id: wardId,
      device_id: serverDeviceId,
      member_id: nobody,
      name: 'server',
      data_key_sealed: '',
      last_seq: 0,
      unsent: 0,
      created_at: clock(),
    })
    .onConflict((conflict) => conflict.columns(['ward_id', 'device_id']).doNothing())
    .execute()
  return serverDeviceId
}

export async function findLastSeq(db: Database, wardId: string, deviceId: string): Promise<number> {
  const device = await db.kysely
    .selectFrom('devices')
    .select('last_seq')
    .where('ward_id', '=', wardId)
    .where('device_id', '=', deviceId)
    .executeTakeFirstOrThrow()
  return device.last_seq
}

/** When the latest of the ward's own commands of a name was done; undefined before the first. */
export async function findLastOwnCommand(
  db: Database,
  wardId: string,
  name: CommandName,
): Promise<number | undefined> {
  const { at } = await db.kysely
    .selectFrom('commands')
    .select(({ fn }) => fn.max('at').as('at'))
    .where('ward_id', '=', wardId)
    .where('device_id', '=', serverDeviceId)
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return at ?? undefined
}
