// A ward over HTTP whose people's phones are nothing but numbers and cursors: what a test says, they send.
import * as v from 'valibot'
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import type { Role } from '#domain/member.ts'
import { dayAt } from '#domain/period.ts'
import { rowKey, type Scope } from '#domain/tables.ts'
import { isTeam } from '#domain/unit.ts'
import { addCheck, rowCheck } from '#protocol/checksum.ts'
import {
  syncReplySchema,
  type Answer,
  type SyncReply,
  type WireCommand,
  type WireRow,
} from '#protocol/sync.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { aServer, joinedBy, type Browser, type TestServer } from './server.ts'

export interface Person {
  readonly browser: Browser
  readonly memberId: string
}

/** A phone of somebody, with what it has heard so far. */
export interface NumberedPhone extends Person {
  readonly deviceId: string
  seq: number
  epoch: string | null
  cursors: Record<Scope, number>
  /** By scope, then by row key. */
  readonly rows: Map<Scope, Map<string, WireRow>>
}

export interface SyncingWard {
  readonly server: TestServer
  readonly wardId: string
  readonly manager: Person
  readonly team: string
  readonly otherTeam: string
  aMember(role: Role, teamIds: readonly string[]): Promise<Person>
  aPhone(person: Person): Promise<NumberedPhone>
  /** A command with the phone's next number. */
  command<N extends CommandName>(
    phone: NumberedPhone,
    name: N,
    args: CommandArgs<N>,
    fields?: Partial<WireCommand>,
  ): WireCommand
  /** A visit that is only counted. */
  visit(teamId: string, fields?: Partial<CommandArgs<'recordAssist'>>): CommandArgs<'recordAssist'>
  /** Sends and takes in what comes back. */
  sync(phone: NumberedPhone, commands?: WireCommand[], said?: Said): Promise<SyncReply>
  /** By the manager, at once. */
  correctMember(memberId: string, changes: CommandArgs<'correctMember'>['changes']): Promise<void>
}

interface Said {
  answers?: Answer[]
  protocol?: number
  status?: object
}

export async function aSyncingWard(databaseUrl: string): Promise<SyncingWard> {
  const server = await aServer({ databaseUrl })
  const { browser, session } = await server.setUp()
  const wardId = session.ward.id
  const { units } = await readTables(server.context, wardId, ['units'])
  const [team = '', otherTeam = ''] = units.filter(isTeam).map(({ id }) => id)
  const manager = { browser, memberId: session.member.id }
  let members = 0

  const ward: SyncingWard = {
    server,
    wardId,
    manager,
    team,
    otherTeam,
    async aMember(role, teamIds) {
      const invite = { name: `Thành viên ${members}`, role, teamIds: [...teamIds] }
      const joined = await joinedBy(server, manager.browser, invite, `0912${String(200_000 + members++)}`)
      return { browser: joined.browser, memberId: joined.session.member.id }
    },
    async aPhone(person) {
      const deviceId = server.context.newId()
      await person.browser.request('PUT', `/api/devices/${deviceId}`, { name: 'x', dataKey: 'a'.repeat(44) })
      return { ...person, deviceId, seq: 0, epoch: null, cursors: {}, rows: new Map() }
    },
    command: (phone, name, args, fields = {}) => {
      const { newId } = server.context
      return { id: newId(), seq: ++phone.seq, name, args, at: server.now, base: 0, ...fields }
    },
    visit: (teamId, fields = {}) => ({
      assistId: server.context.newId(),
      teamId,
      on: dayAt(server.now),
      place: 'home',
      helpMode: null,
      resident: { kind: 'none' },
      items: { [server.context.newId()]: { kind: 'account', account: 'nationalPortal' } },
      dossiers: [],
      note: null,
      ...fields,
    }),
    async sync(phone, commands = [], { answers, protocol = 2, status } = {}) {
      const counts = { unsent: commands.length, oldestUnsentAt: null, review: 0, restarts: 0 }
      const { status: code, body } = await phone.browser.request('POST', '/api/sync', {
        protocol,
        deviceId: phone.deviceId,
        epoch: phone.epoch,
        commands,
        cursors: phone.cursors,
        ...(answers ? { answers } : {}),
        status: { ...counts, appVersion: 'test', now: server.now, ...status },
      })
      if (code !== 200) throw new Error(`${code} ${JSON.stringify(body)}`)
      const reply = v.parse(syncReplySchema, body)
      takeIn(phone, reply)
      return reply
    },
    async correctMember(memberId, changes) {
      const desk = await ward.aPhone(manager)
      const { outcomes } = await ward.sync(desk, [
        ward.command(desk, 'correctMember', { memberId, changes }, { base: 1 }),
      ])
      if (outcomes[0]?.outcome === 'refused') throw new Error(JSON.stringify(outcomes))
    },
  }
  return ward
}

function takeIn(phone: NumberedPhone, { epoch, grants, scopes }: SyncReply): void {
  for (const scope of [...phone.rows.keys()]) if (!grants.includes(scope)) phone.rows.delete(scope)
  phone.epoch = epoch
  phone.cursors = {}
  for (const { scope, to, rows, removed, replaces } of scopes) {
    const held = replaces ? new Map<string, WireRow>() : (phone.rows.get(scope) ?? new Map<string, WireRow>())
    for (const { table, id } of removed) held.delete(rowKey(table, id))
    for (const row of rows) held.set(rowKey(row.table, row.id), row)
    phone.rows.set(scope, held)
    phone.cursors[scope] = to
  }
}

/** Count and checksum of what a phone holds of a scope. */
export function sumOf(phone: NumberedPhone, scope: Scope): { count: number; checksum: number } {
  const held = [...(phone.rows.get(scope) ?? [])]
  return {
    count: held.length,
    checksum: held.reduce((sum, [key, { ver }]) => addCheck(sum, rowCheck(key, ver)), 0),
  }
}

interface Outcome {
  readonly outcome: string
  readonly problem?: { readonly code: string } | undefined
}

/** What became of each command, in a word. */
export function wordsOf({ outcomes }: { readonly outcomes: readonly Outcome[] }): string[] {
  return outcomes.map(({ outcome, problem }) => problem?.code ?? outcome)
}
