// A ward as browsers see it: a manager, leads and volunteers of two teams, each with a phone that sends over HTTP.
import { dayAt } from '#domain/period.ts'
import type { Role } from '#domain/member.ts'
import { isTeam } from '#domain/unit.ts'
import type { SyncReply, WireCommand } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { aServer, joinedBy, managerPhone, type Browser, type TestServer } from './server.ts'

export interface WardMember {
  readonly browser: Browser
  readonly memberId: string
  /** The number they sign in with. */
  readonly phone: string
  readonly deviceId: string
  /** The ward's public key for rescue files, and the phone's own key for what it seals; base64. */
  readonly rescueKey: string
  readonly dataKey: string
  /** Sends one command from the phone and gives the reply. */
  send(name: string, args: object, about?: { at?: number; base?: number }): Promise<SyncReply>
  /** The same command, without sending it; it is numbered when it is sent. */
  write(name: string, args: object, about?: { at?: number; base?: number }): WireCommand
  /** Sends commands that were written, in this order. Throws unless the ward has decided about them. */
  sync(commands?: readonly WireCommand[]): Promise<SyncReply>
  /** Of the same person. */
  anotherPhone(): Promise<WardMember>
}

export interface WardOverHttp {
  readonly server: TestServer
  readonly wardId: string
  readonly teamId: string
  readonly otherTeamId: string
  readonly manager: WardMember
  join(name: string, role: Role, teamIds: readonly string[]): Promise<WardMember>
  /** Arguments of a visit that is only counted, with a note that nobody but the team may read. */
  aVisit(teamId?: string, note?: string | null): { assistId: string } & Record<string, unknown>
  close(): Promise<void>
}

export async function aWardOverHttp(options: Parameters<typeof aServer>[0] = {}): Promise<WardOverHttp> {
  const server = await aServer(options)
  const { newId } = server.context
  const { browser, session } = await server.setUp()
  const { units } = await readTables(server.context, session.ward.id, ['units'])
  const [teamId = '', otherTeamId = ''] = units.filter(isTeam).map(({ id }) => id)
  let phones = 0

  async function aMember(browser: Browser, memberId: string, phone: string): Promise<WardMember> {
    const deviceId = newId()
    let seq = 0
    const dataKey = Buffer.alloc(32, ++phones).toString('base64')
    const device = { name: `máy ${phones}`, dataKey }
    const { body } = await browser.request('PUT', `/api/devices/${deviceId}`, device)
    const member: WardMember = {
      browser,
      memberId,
      phone,
      deviceId,
      rescueKey: body.rescueKey,
      dataKey,
      write: (name, args, { at = server.now, base = 0 } = {}) => {
        return { id: newId(), seq: 1, name, args, at, base }
      },
      send: (name, args, about) => member.sync([member.write(name, args, about)]),
      async sync(commands = []) {
        const status = {
          unsent: commands.length,
          oldestUnsentAt: null,
          appVersion: 'test',
          now: server.now,
          review: 0,
          restarts: 0,
        }
        const { body } = await browser.request('POST', '/api/sync', {
          protocol: protocolVersion,
          deviceId,
          epoch: null,
          commands: commands.map((command) => ({ ...command, seq: ++seq })),
          cursors: {},
          status,
        })
        const reply = body as SyncReply
        if (reply.outcomes?.length !== commands.length) throw new Error(JSON.stringify(body))
        return reply
      },
      anotherPhone: () => aMember(browser, memberId, phone),
    }
    return member
  }

  return {
    server,
    wardId: session.ward.id,
    teamId,
    otherTeamId,
    manager: await aMember(browser, session.member.id, managerPhone),
    async join(name, role, teamIds) {
      const phone = `0912${String(100_000 + phones)}`
      const joined = await joinedBy(server, browser, { name, role, teamIds: [...teamIds] }, phone)
      return aMember(joined.browser, joined.session.member.id, phone)
    },
    aVisit: (team = teamId, note = null) => ({
      assistId: newId(),
      teamId: team,
      on: dayAt(server.now),
      place: 'home',
      helpMode: null,
      resident: { kind: 'none' },
      items: { [newId()]: { kind: 'account', account: 'nationalPortal' } },
      dossiers: [],
      note,
    }),
    close: () => server.close(),
  }
}
