// What happens when more phones speak at once than the server can hear: the others are told when to come again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aServer, type Browser, type TestServer } from '../support/server.ts'

const maxInWork = 3
const paths = ['/api/sync', '/api/snapshot/team:x', '/api/rescue']

describe('a server that has as much in work as it can', () => {
  let server: TestServer
  let manager: Browser
  let open: (() => Promise<Response>)[]

  beforeEach(async () => {
    server = await aServer({ env: { MAX_IN_WORK: String(maxInWork) } })
    manager = (await server.setUp()).browser
    open = Array.from({ length: maxInWork }, () => speakSlowly())
  })
  afterEach(async () => {
    await hangUp()
    await server.close()
  })

  /** A phone on a slow network; it is done when what this gives is called. */
  function speakSlowly() {
    const body = new TransformStream<Uint8Array, Uint8Array>()
    const writer = body.writable.getWriter()
    const answer = manager.fetch('/api/sync', post(body.readable))
    return async () => {
      await writer.close()
      return answer
    }
  }
  const post = (body: RequestInit['body']): RequestInit =>
    Object.assign({ method: 'POST', body }, { duplex: 'half' })
  const hangUp = () => Promise.all(open.splice(0).map((end) => end()))
  const ask = (path: string) =>
    manager.fetch(path, path.includes('snapshot') ? {} : { method: 'POST', body: '{}' })

  it.each(paths)('tells who asks %s to come again, each after another while', async (path) => {
    const waits = new Set<number>()
    for (let time = 0; time < 60; time++) {
      const answer = await ask(path)
      const seconds = Number(answer.headers.get('retry-after'))
      expect([answer.status, await answer.json()]).toEqual([
        503,
        { problem: { code: 'serverBusy', details: { seconds } } },
      ])
      expect(seconds).toBeGreaterThanOrEqual(2)
      expect(seconds).toBeLessThanOrEqual(20)
      waits.add(seconds)
    }
    expect(waits.size).toBeGreaterThan(5)
  })

  it('reads nothing of what they send, and asks no database who they are', async () => {
    let pulled = 0
    const body = new ReadableStream({ pull: () => void pulled++ }, { highWaterMark: 0 })
    expect((await manager.fetch('/api/sync', post(body))).status).toBe(503)
    expect(pulled).toBe(0)
    // A stranger hears the same as a member: nobody has looked yet.
    const stranger = await server.browser().request('POST', '/api/sync', {})
    expect(stranger.status).toBe(503)
  })

  it('still says whether it works, signs people in, and keeps the lines for pokes', async () => {
    expect((await manager.request('GET', '/api/health')).status).toBe(200)
    expect((await manager.request('GET', '/api/session')).status).toBe(200)
    const lines = await Promise.all(Array.from({ length: maxInWork + 1 }, () => manager.fetch('/api/events')))
    expect(lines.map(({ status }) => status)).toEqual(lines.map(() => 200))
    await hangUp()
    for (const path of paths) expect((await ask(path)).status).not.toBe(503)
    for (const { body } of lines) await body?.cancel()
  })

  it('hears as many as before once those are done, however they ended', async () => {
    for (const answer of await hangUp()) expect(answer.status).toBe(400)
    open = Array.from({ length: maxInWork - 1 }, () => speakSlowly())
    expect((await ask('/api/sync')).status).toBe(400)
    open.push(speakSlowly())
    expect((await ask('/api/sync')).status).toBe(503)
  })
})
