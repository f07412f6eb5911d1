// The network between one tab and the server. What it does to each request is written down in the plan.
import { gunzipSync } from 'node:zlib'
import { paths } from '#protocol/paths.ts'
import { origin } from '../../support/server.ts'
import { harmless, type Fault } from './faults.ts'
import { cookieOf } from './server.ts'
import type { Tab } from './tab.ts'
import type { World } from './world.ts'

const lost = () => new TypeError('Failed to fetch')

export function networkOf(world: World, tab: Tab): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const path = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
    const fault = tab.nextFault()
    if (fault === 'offline' || !harmless.has(fault)) tab.isHeard = false
    if (fault === 'offline') throw lost()
    world.tally.request(path, fault)
    const make = () => toRequest(path, init, tab)
    const answer = await Promise.race([carry(world, tab, make, fault), tab.death])
    if (!answer.ok) tab.isHeard = false
    return answer
  }
}

async function carry(world: World, tab: Tab, make: () => Request, fault: Fault): Promise<Response> {
  const { server } = world
  const forward = () => server.handle(make())
  switch (fault) {
    case 'none':
      return forward()
    case 'requestLost':
      throw lost()
    case 'replyLost':
      await forward()
      throw lost()
    case 'doubled': {
      const [first] = await Promise.all([forward(), forward()])
      return first
    }
    case 'late':
      world.late.push(make())
      throw lost()
    case 'held': {
      const answer = await forward()
      await tab.hold()
      return answer
    }
    case 'truncated': {
      const text = await (await forward()).text()
      return new Response(text.slice(0, text.length / 2))
    }
    case 'status500':
      return problem(500, 'serverFailed')
    case 'status502':
      await forward()
      return new Response('<html>Bad gateway</html>', { status: 502 })
    case 'busy503':
      return problem(503, 'serverFailed', { 'retry-after': '3' })
    case 'status429':
      return problem(429, 'tooManyRequests', { 'retry-after': '3' })
    case 'portalPage':
      return new Response('<html>Welcome to the Wi-Fi</html>')
    case 'portalJson':
      return Response.json({ ok: true })
    case 'tooLarge':
      return problem(413, 'requestTooLarge')
    case 'phoneDiesBefore':
      tab.kill()
      throw lost()
    case 'phoneDiesAfter':
      await forward()
      tab.kill()
      throw lost()
    case 'serverDiesBefore':
    case 'serverDiesAfter':
      await server.handleAndDie(make(), fault === 'serverDiesBefore' ? 'before' : 'after')
      throw lost()
  }
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  return Response.json({ problem: { code } }, { status, headers })
}

function toRequest(path: string, init: RequestInit, { disk }: Tab): Request {
  const headers = new Headers(init.headers)
  headers.set('cookie', cookieOf(disk.member.userId))
  const { method = 'GET', body = null } = init
  if (!disk.isOld || path !== paths.sync) return new Request(new URL(path, origin), { method, headers, body })
  headers.delete('content-encoding')
  return new Request(new URL(path, origin), { method, headers, body: asLastYear(body) })
}

/** The request as the first version of the app sends it. */
function asLastYear(body: BodyInit | null): string {
  const text = body instanceof ArrayBuffer ? gunzipSync(Buffer.from(body)).toString() : String(body)
  const { deviceId, epoch, commands, cursors, status } = JSON.parse(text)
  const { unsent, oldestUnsentAt, appVersion, now } = status
  return JSON.stringify({
    protocol: 1,
    deviceId,
    epoch,
    commands,
    cursors,
    status: { unsent, oldestUnsentAt, appVersion, now },
  })
}
