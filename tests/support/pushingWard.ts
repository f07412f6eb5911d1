// A ward of two teams straight on a database: what a test makes on its phones is pushed and pulled with no HTTP between.
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import type { Actor } from '#domain/permissions.ts'
import { teamScope, type TableName } from '#domain/tables.ts'
import type { WireCommand } from '#protocol/sync.ts'
import { openDatabase, type Database } from '../../src/server/store/database.ts'
import { findRows, type StoredRow, type WardKey } from '../../src/server/store/rows.ts'
import { newKey } from '../../src/server/store/sealing.ts'
import { pull, type ScopePage } from '../../src/server/sync/pull.ts'
import { push, type PushReply } from '../../src/server/sync/push.ts'
import { aManager, anId, aVolunteer, ids, noon } from './builders.ts'

/** Phones that every ward knows: two of the team, and the manager's. */
export const [mine, theirs, desk] = [anId(20), anId(21), anId(22)]

const hour = 3_600_000

export interface PushingWard {
  /** Of the database. */
  readonly address: string
  readonly database: Database
  readonly ward: WardKey
  /** What went wrong on the server since the test began. */
  readonly errors: unknown[]
  addDevice(deviceId: string): Promise<void>
  make<N extends CommandName>(
    seq: number,
    name: N,
    args: CommandArgs<N>,
    fields?: Partial<WireCommand>,
  ): WireCommand
  /** By the volunteer, an hour after noon, unless it is said otherwise. */
  send(deviceId: string, commands: WireCommand[], actor?: Actor, now?: number): Promise<PushReply>
  rowNow(table: TableName, id: string): Promise<StoredRow | undefined>
  /** A page of the volunteer's team. */
  pullTeam(after?: number, limit?: number): Promise<ScopePage | undefined>
}

/** Opens a database for a suite, and in it a ward of its own for each test: nothing of one is visible in another. */
export function aPushingWard(addressOf: () => Promise<string>): PushingWard {
  let address: string
  let database: Database
  let ward: WardKey
  let tests = 0
  const errors: unknown[] = []

  beforeAll(async () => {
    address = await addressOf()
    database = openDatabase(address)
    await database.migrate()
    // A second time changes nothing.
    await database.migrate()
  })
  afterAll(() => database.close())

  beforeEach(async () => {
    ward = { wardId: anId(0xa000 + tests++), key: newKey() }
    errors.length = 0
    for (const device of [mine, theirs, desk]) await addDevice(device)
    const teams = [aTeamToAdd(ids.team, 'Khu phố Đệ Đức 1'), aTeamToAdd(ids.otherTeam, 'Khu phố Đệ Đức 2')]
    const commands = teams.map((team, n) => make(n + 1, 'addUnit', team))
    await send(desk, commands, aManager())
  })

  async function addDevice(deviceId: string): Promise<void> {
    const times = { oldest_unsent_at: null, last_contact_at: null, created_at: 0, revoked_at: null }
    await database.kysely
      .insertInto('devices')
      .values({
        ward_id: ward.wardId,
        device_id: deviceId,
        member_id: ids.volunteer,
        name: 'máy',
        data_key_sealed: '',
        last_seq: 0,
        app_version: null,
        unsent: 0,
        ...times,
      })
      .execute()
  }

  const make: PushingWard['make'] = (seq, name, args, fields = {}) => ({
    id: anId(0x10000 + Math.floor(Math.random() * 2 ** 40)),
    seq,
    name,
    args,
    at: noon,
    base: 0,
    ...fields,
  })

  const send: PushingWard['send'] = (deviceId, commands, actor = aVolunteer(), now = noon + hour) => {
    const asked = { ward, actor, deviceId, commands, now, newId: () => v7() }
    return push(database, asked, (error) => errors.push(error))
  }

  return {
    get address() {
      return address
    },
    get database() {
      return database
    },
    get ward() {
      return ward
    },
    errors,
    addDevice,
    make,
    send,
    rowNow: async (table, id) => (await database.snapshot((tx) => findRows(tx, ward, [{ table, id }])))[0],
    pullTeam: async (after = 0, limit = 2000) =>
      (await pull(database, ward, new Map([[teamScope(ids.team), after]]), { limit }))[0],
  }
}

/** Arguments of a team that has been there from the beginning. */
export const aTeamToAdd = (unitId: string, name: string): CommandArgs<'addUnit'> => ({
  unitId,
  kind: 'neighbourhood',
  parentId: null,
  name,
  code: null,
  validFrom: '2022-01-01',
  validTo: null,
})
