// GET /api/events: pokes as server-sent events, for the scopes that the member holds.
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { paths } from '#protocol/paths.ts'
import type { Poke } from '#protocol/events.ts'
import type { ServerContext } from '../context.ts'
import { getPerson, type AppEnv } from '../middleware/session.ts'
import { mayRead } from '../sync/grants.ts'

/** Shorter than the minute after which proxies give a quiet connection up. */
const heartbeat = 25_000

export function eventRoutes({ pokes }: ServerContext): Hono<AppEnv> {
  return new Hono<AppEnv>().get(paths.events, (c) => {
    const { wardId, actor } = getPerson(c)
    return streamSSE(c, async (stream) => {
      const tell = (some: readonly Poke[]) => {
        for (const poke of some) {
          if (mayRead(wardId, actor, poke.scope))
            void stream.writeSSE({ event: 'poke', data: JSON.stringify(poke) })
        }
      }
      const stop = pokes.subscribe(wardId, tell)
      stream.onAbort(stop)
      await stream.writeSSE({ event: 'ready', data: '' })
      while (!stream.aborted) {
        await stream.sleep(heartbeat)
        await stream.write(': \n\n')
      }
      stop()
    })
  })
}
