// GET /api/events: pokes as server-sent events, for the scopes that the member may read. A stream stays open for hours, so
// who listens is looked up again at each heartbeat, and before each poke that may be about the members themselves.
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Actor } from '#domain/permissions.ts'
import { wardScope } from '#domain/tables.ts'
import { eventsQuerySchema } from '#protocol/events.ts'
import { paths } from '#protocol/paths.ts'
import type { Identity } from '../auth/identity.ts'
import type { ServerContext } from '../context.ts'
import { parseQuery } from '../middleware/body.ts'
import { findPerson, getPerson, type AppEnv } from '../middleware/session.ts'
import { mayRead } from '../sync/grants.ts'
import type { PokeListener } from '../sync/pokes.ts'

/** Shorter than the minute after which proxies give a quiet connection up. */
const heartbeat = 25_000

export function eventRoutes(context: ServerContext, identity: Identity): Hono<AppEnv> {
  const { pokes, log } = context
  return new Hono<AppEnv>().get(paths.events, (c) => {
    const { wardId, actor, memberId } = getPerson(c)
    const { device } = parseQuery(c, eventsQuerySchema)
    const { headers } = c.req.raw
    // A proxy that gathers an answer before it passes it on would hold every poke back.
    c.header('X-Accel-Buffering', 'no')
    return streamSSE(c, async (stream) => {
      const end = Promise.withResolvers<void>()
      let listener: Actor | undefined = actor
      let turn = Promise.resolve()

      /** One after another: what a poke may tell depends on who is listening by then. */
      const inTurn = (work: () => Promise<unknown>) => {
        turn = turn.then(work).then(undefined, (err: unknown) => {
          log.error({ err }, 'event stream failed')
          end.resolve()
        })
      }
      const lookAgain = async () => {
        listener = await findListener(context, identity, headers)
        if (!listener) end.resolve()
      }
      const tell = async (...[some, by]: Parameters<PokeListener>) => {
        if (some.some(({ scope }) => scope === wardScope(wardId))) await lookAgain()
        if (device !== undefined && by === device) return
        for (const poke of some) {
          if (listener && mayRead(wardId, listener, poke.scope))
            await stream.writeSSE({ event: 'poke', data: JSON.stringify(poke) })
        }
      }
      const beat = async () => {
        await lookAgain()
        await stream.write(': \n\n')
      }

      const callReady = () => inTurn(() => stream.writeSSE({ event: 'ready', data: '' }))
      const stops = [
        pokes.subscribe(wardId, (some, by) => inTurn(() => tell(some, by))),
        pokes.onWake(memberId, callReady),
      ]
      const timer = setInterval(() => inTurn(beat), heartbeat)
      stream.onAbort(() => end.resolve())
      callReady()
      await end.promise
      clearInterval(timer)
      for (const stop of stops) stop()
    })
  })
}

/** Undefined once the session has ended or the member has left. */
async function findListener(
  context: ServerContext,
  identity: Identity,
  headers: Headers,
): Promise<Actor | undefined> {
  // A session that slid on here could not tell the browser, whose cookie would run out all the same.
  const session = await identity.findSession(headers, { slide: false })
  const person = session && (await findPerson(context, session.userId))
  return person && !person.hasLeft ? person.actor : undefined
}
