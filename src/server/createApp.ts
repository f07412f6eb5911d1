// The whole server as one function of its context; it does not listen, so tests call it without a socket.
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { createIdentity, type Identity } from './auth/identity.ts'
import type { ServerContext } from './context.ts'
import { createGate } from './middleware/busy.ts'
import { inflateBody, limitBody, type BodyLimits } from './middleware/inflate.ts'
import { answerNotFound, answerProblems } from './middleware/problems.ts'
import { sameOrigin } from './middleware/sameOrigin.ts'
import { securityHeaders } from './middleware/securityHeaders.ts'
import { readSession, type AppEnv } from './middleware/session.ts'
import { throttle } from './middleware/throttle.ts'
import { paths } from '#protocol/paths.ts'
import { maxRescueBytes } from '#protocol/rescue.ts'
import { deviceRoutes } from './routes/devices.ts'
import { eventRoutes } from './routes/events.ts'
import { figureRoutes } from './routes/figures.ts'
import { healthRoutes } from './routes/health.ts'
import { historyRoutes } from './routes/history.ts'
import { inviteRoutes } from './routes/invites.ts'
import { moveRoutes } from './routes/move.ts'
import { openapiRoutes } from './routes/openapi.ts'
import { pageRoutes } from './routes/pages.ts'
import { rescueRoutes } from './routes/rescue.ts'
import { rescuesRoutes } from './routes/rescues.ts'
import { sessionRoutes } from './routes/session.ts'
import { setupRoutes } from './routes/setup.ts'
import { snapshotRoutes } from './routes/snapshot.ts'
import { stuckRoutes } from './routes/stuck.ts'
import { syncRoutes } from './routes/sync.ts'

export interface AppOptions {
  readonly identity?: Identity
  /** Where the built page lies; without it the server answers only /api. */
  readonly pagesDir?: string
}

const syncLimits: BodyLimits = { sent: 1_000_000, inflated: 8_000_000 }
/** Bytes that travel at once, however few they are: packing them would only cost time. */
const onePacket = 1_400
/** Bytes of any kind, so one that says it is gzipped may be as long as any other. */
const rescueLimits: BodyLimits = { sent: maxRescueBytes, inflated: maxRescueBytes }
const formLimits: BodyLimits = { sent: 64_000, inflated: 64_000 }

export function createApp(
  context: ServerContext,
  { identity = createIdentity(context), pagesDir }: AppOptions = {},
): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.onError(answerProblems(context))
  app.notFound(answerNotFound)
  app.use(securityHeaders(context.config))

  const api = new Hono<AppEnv>()
  api.use(sameOrigin(context.config))
  // Before anything of them is read: who has to come again must cost next to nothing.
  const gate = createGate(context.config)
  for (const heavy of [paths.sync, paths.snapshot, paths.rescue]) api.use(heavy, gate)
  api.use('/api/*', (c, next) => limitBody(limitsOf(c.req.path))(c, next))
  api.use('/api/*', (c, next) => inflateBody(limitsOf(c.req.path))(c, next))
  api.use(paths.sync, compress({ threshold: onePacket }))
  api.use(`${paths.figures}/*`, compress())
  for (const guessable of [paths.session, paths.setup, paths.invite, paths.join])
    api.use(guessable, throttle(context.config))
  api.use('/api/*', readSession(context, identity))
  api.route('/', healthRoutes(context))
  api.route('/', openapiRoutes())
  api.route('/', setupRoutes(context, identity))
  api.route('/', sessionRoutes(context, identity))
  api.route('/', deviceRoutes(context))
  api.route('/', inviteRoutes(context, identity))
  api.route('/', syncRoutes(context))
  api.route('/', snapshotRoutes(context))
  api.route('/', eventRoutes(context, identity))
  api.route('/', figureRoutes(context))
  api.route('/', moveRoutes(context))
  api.route('/', historyRoutes(context))
  api.route('/', stuckRoutes(context))
  api.route('/', rescueRoutes(context))
  api.route('/', rescuesRoutes(context))
  app.route('/', api)
  if (pagesDir !== undefined) app.route('/', pageRoutes(pagesDir))
  return app
}

function limitsOf(path: string): BodyLimits {
  if (path === paths.sync) return syncLimits
  return path === paths.rescue ? rescueLimits : formLimits
}
