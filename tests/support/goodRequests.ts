// A good request to every route; where it names anything, that is the other team's.
import type { CuriousWard } from './curiousWard.ts'

/** A good request. `body` is undefined where the route takes none, and a text where it takes any bytes. */
interface Example {
  readonly parts?: Record<string, string>
  readonly query?: string
  readonly body?: unknown
}

const period = `from=2026-01-01&to=2026-12-31`
const signIn = { phone: '0912999999', password: 'sai-mat-khau' }

/** By method and path of the route, as the app has them. */
export function goodRequests(ward: CuriousWard): Record<string, () => Example> {
  return {
    'GET /api/health': () => ({}),
    'GET /api/openapi.json': () => ({}),
    'GET /api/setup': () => ({ query: 'token=x' }),
    'POST /api/setup': () => ({
      body: {
        token: 'x',
        wardName: 'Phường',
        teams: [{ kind: 'desk', name: 'Tổ' }],
        managerName: 'A',
        ...signIn,
      },
    }),
    'GET /api/session': () => ({}),
    'POST /api/session': () => ({ body: signIn }),
    'DELETE /api/session': () => ({}),
    'GET /api/devices': () => ({}),
    'GET /api/devices/:deviceId': () => ({ parts: { deviceId: ward.otherDeviceId } }),
    'PUT /api/devices/:deviceId': () => ({
      parts: { deviceId: ward.otherDeviceId },
      body: { name: 'máy', dataKey: 'b'.repeat(44) },
    }),
    'POST /api/devices/:deviceId/revoke': () => ({ parts: { deviceId: ward.otherDeviceId } }),
    'POST /api/devices/:deviceId/erased': () => ({ parts: { deviceId: ward.otherDeviceId } }),
    'GET /api/invites': () => ({}),
    'POST /api/invites': () => ({ body: { name: 'Mới', role: 'volunteer', teamIds: [ward.otherTeamId] } }),
    'GET /api/invites/:token': () => ({ parts: { token: 'x' } }),
    'DELETE /api/invites/:token': () => ({ parts: { token: ward.otherAssistId } }),
    'POST /api/invites/:token/join': () => ({ parts: { token: 'x' }, body: signIn }),
    'POST /api/sync': () => ({ body: ward.aSync([{}]) }),
    'GET /api/snapshot/:scope': () => ({ parts: { scope: `team:${ward.otherTeamId}` }, query: 'after=0' }),
    'GET /api/events': () => ({ query: `device=${ward.otherDeviceId}` }),
    'GET /api/history/:table/:id': () => ({ parts: { table: 'assists', id: ward.otherAssistId } }),
    'GET /api/stuck': () => ({}),
    'POST /api/stuck/:commandId/take': () => ({ parts: { commandId: ward.refusedId } }),
    'POST /api/stuck/:commandId/dismiss': () => ({ parts: { commandId: ward.refusedId } }),
    'POST /api/teams/:teamId/move': () => ({
      parts: { teamId: ward.otherTeamId },
      body: { toTeamId: ward.teamId },
    }),
    'POST /api/rescue': () => ({
      body: JSON.stringify({ toSo: 'rescue', version: 1, wardId: ward.wardId, enc: '', sealed: '' }),
    }),
    'GET /api/rescues': () => ({}),
    'GET /api/rescues/:rescueId': () => ({ parts: { rescueId: ward.otherAssistId } }),
    'GET /api/figures': () => ({ query: period }),
    'GET /api/figures/records': () => ({ query: `${period}&indicator=assists&teamId=${ward.otherTeamId}` }),
  }
}
