// What a person does with the server at once, and therefore only with a network. Each throws a Problem.
import type { Day } from '#domain/period.ts'
import type { Indicator } from '#domain/figures.ts'
import {
  figureRecordsSchema,
  figuresAnswerSchema,
  type FigureRecords,
  type FiguresAnswer,
} from '#protocol/figures.ts'
import { devicesSchema, type DeviceState } from '#protocol/devices.ts'
import { historySchema, type RowHistory } from '#protocol/history.ts'
import { movedSchema, type Move, type Moved } from '#protocol/move.ts'
import { paths, pathTo } from '#protocol/paths.ts'
import {
  rescueReplySchema,
  rescuesSchema,
  type RescueEntry,
  type RescueFile,
  type RescueReply,
} from '#protocol/rescue.ts'
import { stuckSchema, takenSchema, type StuckCommand, type Taken } from '#protocol/stuck.ts'
import type { TableName } from '#domain/tables.ts'
import {
  deviceSchema,
  inviteCardSchema,
  invitesSchema,
  madeInviteSchema,
  sessionSchema,
  setupStateSchema,
  type Device,
  type Invite,
  type InviteCard,
  type NewInvite,
  type Session,
  type Setup,
  type SetupState,
  type SignIn,
} from '#protocol/session.ts'
import { nothing, type Http } from './http.ts'

export interface RecordsQuery {
  from: Day
  to: Day
  indicator: Indicator
  teamId?: string | undefined
  memberId?: string | undefined
  after?: number | undefined
}

export interface Api {
  /** With the token of a setup link, throws `setupTokenWrong` when it is not the one that holds. */
  getSetup(token?: string): Promise<SetupState>
  setUp(setup: Setup): Promise<Session>
  signIn(signIn: SignIn): Promise<Session>
  signOut(): Promise<void>
  getInviteCard(token: string): Promise<InviteCard>
  join(token: string, signIn: SignIn): Promise<Session>
  /** Open invites that this member may see. */
  listInvites(): Promise<Invite[]>
  /** The link is told only here. */
  makeInvite(invite: NewInvite): Promise<Invite & { link: string }>
  withdrawInvite(id: string): Promise<void>
  keepDevice(deviceId: string, device: { name: string; dataKey?: string }): Promise<Device>
  /** Throws `deviceUnknown` when the server does not know it, or not as this member's. */
  getDevice(deviceId: string): Promise<Device>
  /** Phones of the members whom this member answers for. */
  listDevices(): Promise<DeviceState[]>
  revokeDevice(deviceId: string): Promise<void>
  /** The order to erase has been carried out. */
  sayErased(deviceId: string): Promise<void>
  listStuck(): Promise<StuckCommand[]>
  takeStuck(commandId: string): Promise<Taken>
  dismissStuck(commandId: string): Promise<void>
  getHistory(table: TableName, id: string): Promise<RowHistory>
  moveRecords(teamId: string, move: Move): Promise<Moved>
  sendRescue(file: RescueFile): Promise<RescueReply>
  listRescues(): Promise<RescueEntry[]>
  getFigures(period: { from: Day; to: Day }): Promise<FiguresAnswer>
  getFigureRecords(query: RecordsQuery): Promise<FigureRecords>
}

export function createApi(http: Http): Api {
  return {
    getSetup: (token) => http(setupStateSchema, `${paths.setup}?${toQuery({ token })}`),
    setUp: (body) => http(sessionSchema, paths.setup, { method: 'POST', body }),
    signIn: (body) => http(sessionSchema, paths.session, { method: 'POST', body }),
    signOut: () => http(nothing, paths.session, { method: 'DELETE' }),
    getInviteCard: (token) => http(inviteCardSchema, pathTo(paths.invite, { token })),
    join: (token, body) => http(sessionSchema, pathTo(paths.join, { token }), { method: 'POST', body }),
    listInvites: async () => (await http(invitesSchema, paths.invites)).invites,
    makeInvite: (body) => http(madeInviteSchema, paths.invites, { method: 'POST', body }),
    withdrawInvite: (id) => http(nothing, pathTo(paths.invite, { token: id }), { method: 'DELETE' }),
    keepDevice: (deviceId, body) =>
      http(deviceSchema, pathTo(paths.device, { deviceId }), { method: 'PUT', body }),
    getDevice: (deviceId) => http(deviceSchema, pathTo(paths.device, { deviceId })),
    listDevices: async () => (await http(devicesSchema, paths.devices)).devices,
    revokeDevice: (deviceId) => http(nothing, pathTo(paths.revokeDevice, { deviceId }), { method: 'POST' }),
    sayErased: (deviceId) => http(nothing, pathTo(paths.erasedDevice, { deviceId }), { method: 'POST' }),
    listStuck: async () => (await http(stuckSchema, paths.stuck)).commands,
    takeStuck: (commandId) => http(takenSchema, pathTo(paths.takeStuck, { commandId }), { method: 'POST' }),
    dismissStuck: (commandId) => http(nothing, pathTo(paths.dismissStuck, { commandId }), { method: 'POST' }),
    getHistory: (table, id) => http(historySchema, pathTo(paths.history, { table, id })),
    moveRecords: (teamId, body) =>
      http(movedSchema, pathTo(paths.moveRecords, { teamId }), { method: 'POST', body }),
    sendRescue: (body) => http(rescueReplySchema, paths.rescue, { method: 'POST', body }),
    listRescues: async () => (await http(rescuesSchema, paths.rescues)).rescues,
    getFigures: (period) => http(figuresAnswerSchema, `${paths.figures}?${toQuery({ ...period })}`),
    getFigureRecords: (query) => http(figureRecordsSchema, `${paths.figureRecords}?${toQuery({ ...query })}`),
  }
}

function toQuery(parts: Record<string, string | number | undefined>): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) query.set(name, String(value))
  return query
}
