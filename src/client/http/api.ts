// What a person does with the server at once, and therefore only with a network. Each throws a Problem.
import { paths, pathTo } from '#protocol/paths.ts'
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
import type { DeskApi } from './deskApi.ts'
import { nothing, toQuery, type Http } from './http.ts'
import { loadOnce } from './loadOnce.ts'

const loadDesk = loadOnce(() => import('./deskApi.ts'))

export interface Api extends DeskApi {
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
  /** The order to erase has been carried out. */
  sayErased(deviceId: string): Promise<void>
}

export function createApi(http: Http): Api {
  const desk = async () => (await loadDesk()).createDeskApi(http)
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
    sayErased: (deviceId) => http(nothing, pathTo(paths.erasedDevice, { deviceId }), { method: 'POST' }),
    listDevices: async () => (await desk()).listDevices(),
    revokeDevice: async (deviceId) => (await desk()).revokeDevice(deviceId),
    listStuck: async () => (await desk()).listStuck(),
    takeStuck: async (commandId) => (await desk()).takeStuck(commandId),
    dismissStuck: async (commandId) => (await desk()).dismissStuck(commandId),
    getHistory: async (table, id) => (await desk()).getHistory(table, id),
    moveRecords: async (teamId, move) => (await desk()).moveRecords(teamId, move),
    sendRescue: async (file) => (await desk()).sendRescue(file),
    listRescues: async () => (await desk()).listRescues(),
    getFigures: async (period) => (await desk()).getFigures(period),
    getFigureRecords: async (query) => (await desk()).getFigureRecords(query),
  }
}
