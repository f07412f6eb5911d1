// Who is shut out when somebody tries too often.
import { afterEach, describe, expect, it } from 'vitest'
import { aServer, type TestServer } from '../support/server.ts'

let server: TestServer
afterEach(() => server.close())

/** Looks for an invite as one of many callers, and says whether that was one too many. */
const look = async (forwardedFor?: string) => {
  const headers: Record<string, string> =
    forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }
  return server.browser().fetch('/api/invites/no-such-token', { headers })
}
const lookOften = async (forwardedFor: (time: number) => string | undefined, times = 300) => {
  for (let time = 0; time < times; time++) expect((await look(forwardedFor(time))).status).toBe(404)
}

describe('an address that tries too often', () => {
  it('is refused, and told when to come again', async () => {
    server = await aServer()
    await lookOften(() => undefined)
    const answer = await look()
    expect(answer.status).toBe(429)
    const seconds = Number(answer.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(290)
    expect(seconds).toBeLessThanOrEqual(300)
    expect(await answer.json()).toEqual({ problem: { code: 'tooManyRequests', details: { seconds } } })
  })

  it('gains nothing by naming another each time, where no proxy is trusted', async () => {
    server = await aServer()
    await lookOften((time) => `198.51.100.${time % 250}`)
    expect((await look('203.0.113.1')).status).toBe(429)
  })

  it('gains nothing by writing before what the trusted proxy writes', async () => {
    server = await aServer({ env: { TRUST_PROXY: '1' } })
    await lookOften((time) => `198.51.100.${time % 250}, 203.0.113.7`)
    expect((await look('203.0.113.8, 203.0.113.7')).status).toBe(429)
  })

  it.each([
    ['1', (phone: string) => phone],
    ['2', (phone: string) => `${phone}, 10.0.0.2`],
  ])('shuts out nobody else behind %s trusted proxies', async (TRUST_PROXY, told) => {
    server = await aServer({ env: { TRUST_PROXY } })
    await lookOften(() => told('203.0.113.7'))
    expect((await look(told('203.0.113.7'))).status).toBe(429)
    expect((await look(told('203.0.113.8'))).status).toBe(404)
  })
})
