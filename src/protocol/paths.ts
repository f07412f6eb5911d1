// Every path of the server, said once. `:name` parts are filled in by `pathTo`.
export const paths = {
  setup: '/api/setup',
  session: '/api/session',
  devices: '/api/devices',
  device: '/api/devices/:deviceId',
  revokeDevice: '/api/devices/:deviceId/revoke',
  erasedDevice: '/api/devices/:deviceId/erased',
  invites: '/api/invites',
  invite: '/api/invites/:token',
  join: '/api/invites/:token/join',
  sync: '/api/sync',
  snapshot: '/api/snapshot/:scope',
  events: '/api/events',
  history: '/api/history/:table/:id',
  stuck: '/api/stuck',
  takeStuck: '/api/stuck/:commandId/take',
  dismissStuck: '/api/stuck/:commandId/dismiss',
  moveRecords: '/api/teams/:teamId/move',
  rescue: '/api/rescue',
  rescues: '/api/rescues',
  rescuedFile: '/api/rescues/:rescueId',
  figures: '/api/figures',
  figureRecords: '/api/figures/records',
  openapi: '/api/openapi.json',
  health: '/api/health',
} as const

/**
 * Names the member for whom a page asks. A phone has one cookie though several people may use it: a request under another
 * person's session is answered as one whose session is over.
 */
export const memberHeader = 'to-so-member'

/** On a snapshot page: where the next one begins, told before the page itself, so that it may be asked for at once. */
export const nextPageHeader = 'to-so-next'

/** A path with its parts filled in and encoded. */
export function pathTo(path: string, parts: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''))
}
