// What networks do to requests and answers between a phone and the ward. One fault at a time, on one kind of request,
// until it heals. It lies between the browser's cookies and the server: what is carried late carries the cookies of then,
// and an answer that never came sets none.
import { setTimeout as sleep } from 'node:timers/promises'
import { paths } from '#protocol/paths.ts'
import { aBrowser, type Browser } from './server.ts'

export const endpoints = {
  sync: paths.sync,
  snapshot: '/api/snapshot/',
  events: paths.events,
  session: paths.session,
  devices: `${paths.devices}/`,
  rescue: paths.rescue,
} as const
export type Endpoint = keyof typeof endpoints

interface Way {
  /** Carries the request to the server and brings its answer. */
  send(): Promise<Response>
  /** Carries the request to the server long after the phone has given it up. */
  sendLate(): void
}

const json = { 'content-type': 'application/json' }
const page = { 'content-type': 'text/html' }
const gone = () => new TypeError('Failed to fetch')
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  Promise.resolve(
    new Response(JSON.stringify({ problem: { code } }), { status, headers: { ...json, ...headers } }),
  )
const answer = (status: number, body: string, headers: Record<string, string>) =>
  Promise.resolve(new Response(body, { status, headers }))

export const networkFaults = {
  'dropped before the commit': () => Promise.reject(gone()),
  'dropped after the commit': async ({ send }) => {
    await forget(await send())
    throw gone()
  },
  'cut in the middle': async ({ send }) => {
    const answered = await send()
    return new Response(await firstHalf(answered), answered)
  },
  'broken off while it is read': async ({ send }) => {
    const answered = await send()
    return new Response(brokenAfter(await firstHalf(answered)), answered)
  },
  'carried twice': async ({ send }) => {
    const [first, second] = await Promise.all([send(), send()])
    await forget(second)
    return first
  },
  'carried late, after newer ones': ({ sendLate }) => {
    sendLate()
    return Promise.reject(gone())
  },
  slow: async ({ send }) => {
    const answered = await send()
    await sleep(60)
    return answered
  },
  '429 with Retry-After': () => problem(429, 'tooManyRequests', { 'retry-after': '1' }),
  '503 from a server that is busy': () => problem(503, 'serverBusy', { 'retry-after': '1' }),
  '500': () => problem(500, 'serverFailed'),
  '502 with a page': () => answer(502, '<h1>Bad Gateway</h1>', page),
  'a captive portal': () => answer(200, '<h1>Wi-Fi</h1>', page),
  'another app’s JSON': () => answer(200, '{"status":"ok","data":[],"member":{},"scopes":{}}', json),
  'an empty answer': () => answer(200, '', json),
  'a session that is over': () => problem(401, 'sessionExpired'),
} as const satisfies Record<string, (way: Way) => Promise<Response>>
export type NetworkFault = keyof typeof networkFaults

/** Faults through which a good answer comes all the same. */
export const passing: readonly NetworkFault[] = ['carried twice', 'slow']

export interface FaultyNetwork {
  readonly fetch: typeof globalThis.fetch
  /** Requests that met a fault. */
  readonly hits: number
  /** `after`: how many of these requests pass before it begins. */
  break(fault: NetworkFault, endpoint: Endpoint, after?: number): void
  heal(): void
  /** What was carried late arrives now. */
  arriveLate(): Promise<void>
  /** The browser forgets its cookies. */
  forgetCookies(): void
}

export function aFaultyNetwork(carry: (request: Request) => Promise<Response>): FaultyNetwork {
  let broken: { fault: NetworkFault; path: string; after: number } | undefined
  let hits = 0
  const late: (() => Promise<Response>)[] = []
  const transport = (request: Request) => {
    const { pathname } = new URL(request.url)
    if (!broken || !pathname.startsWith(broken.path) || broken.after-- > 0) return carry(request)
    hits++
    const send = () => carry(request.clone())
    return networkFaults[broken.fault]({ send, sendLate: () => void late.push(send) })
  }
  let browser: Browser = aBrowser(transport)
  return {
    get hits() {
      return hits
    },
    fetch: (input, init) => browser.fetch(input, init),
    break(fault, endpoint, after = 0) {
      broken = { fault, path: endpoints[endpoint], after }
    },
    heal() {
      broken = undefined
    },
    async arriveLate() {
      for (const send of late.splice(0)) await forget(await send())
    },
    forgetCookies() {
      browser = aBrowser(transport)
    },
  }
}

async function forget(answer: Response): Promise<void> {
  await answer.body?.cancel()
}

/** Of an endless stream, of what came first. */
async function firstHalf(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const isEndless = answer.headers.get('content-type')?.startsWith('text/event-stream')
  const bytes = new Uint8Array(isEndless ? await firstChunk(answer) : await answer.arrayBuffer())
  return bytes.slice(0, bytes.length / 2)
}

async function firstChunk(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const reader = answer.body?.getReader()
  const chunk = await reader?.read()
  await reader?.cancel()
  return chunk?.value ?? new Uint8Array()
}

function brokenAfter(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isBegun = false
  return new ReadableStream({
    pull(controller) {
      if (isBegun) controller.error(gone())
      else controller.enqueue(bytes)
      isBegun = true
    },
  })
}
