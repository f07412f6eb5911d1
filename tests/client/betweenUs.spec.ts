// What stands between a phone and its server: proxies with words of their own, thin lines, and a server that is ahead.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHttp, nothing } from '../../src/client/http/http.ts'
import { aWardOfPhones, type WardOfPhones } from '../support/wardOfPhones.ts'

let ward: WardOfPhones
beforeEach(async () => {
  ward = await aWardOfPhones()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await ward.close()
})

describe('a proxy in front of the server', () => {
  it('that finds a request too large in its own words is sent smaller parts', async () => {
    const network = ward.network()
    let isSmall = false
    const phone = await ward.aVolunteersPhone({
      fetch(input, init) {
        const count =
          typeof init?.body === 'string'
            ? ((JSON.parse(init.body) as { commands?: unknown[] }).commands?.length ?? 0)
            : init?.body
              ? 99
              : 0
        if (isSmall && String(input).includes('/sync') && count > 1)
          return Promise.resolve(
            new Response('<html>413 Request Entity Too Large</html>', {
              status: 413,
              headers: { 'content-type': 'text/html' },
            }),
          )
        return network(input, init)
      },
    })
    ward.isOffline = true
    for (let n = 0; n < 4; n++) await phone.client.run('recordAssist', ward.aVisit(phone))
    ward.isOffline = false
    isSmall = true
    for (let n = 0; n < 4; n++) await phone.client.sendNow()
    expect(phone.client.view().pending).toHaveLength(0)
  })

  it('or a line so thin that no long request ends in its time gets shorter ones', async () => {
    const network = ward.network()
    let isThin = false
    const sizeOf = async (body: BodyInit | null | undefined) =>
      body ? (await new Response(body).arrayBuffer()).byteLength : 0
    const phone = await ward.aVolunteersPhone({
      async fetch(input, init) {
        // It goes on and on, until whoever asked gives up.
        if (isThin && String(input).includes('/sync') && (await sizeOf(init?.body)) > 10_000)
          return new Promise<never>(() => undefined)
        return network(input, init)
      },
    })
    ward.isOffline = true
    for (let n = 0; n < 400; n++) await phone.client.run('recordAssist', ward.aVisit(phone))
    ward.isOffline = false
    isThin = true
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms === 30_000 ? 1_000 : ms))
    for (let n = 0; n < 8; n++) await phone.client.sendNow()
    expect(phone.client.view().pending).toHaveLength(0)
  })
})

describe('an answer of a server that is ahead', () => {
  it('with a notice of a kind that this version does not know stops nothing', async () => {
    let isAhead = false
    const network = ward.network()
    const phone = await ward.aVolunteersPhone({
      async fetch(input, init) {
        const answer = await network(input, init)
        if (!isAhead || !String(input).includes('/sync')) return answer
        const reply = (await answer.json()) as object
        const { newId } = ward.server.context
        return Response.json({ ...reply, notices: [{ id: newId(), kind: 'praised', by: newId(), at: 1 }] })
      },
    })
    isAhead = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.sendNow()
    expect(phone.status.problem).toBeUndefined()
    expect(phone.status.isAllSent).toBe(true)
  })
})

describe('Retry-After', () => {
  const asked = (answer: Response) =>
    createHttp(
      () => Promise.resolve(answer),
      () => undefined,
    )(nothing, '/api/sync', { method: 'POST', body: {} }).catch(
      (error: { details?: { seconds?: number } }) => error.details?.seconds,
    )
  it('of a proxy that answers with a page of its own is heard', async () => {
    const headers = { 'retry-after': '120', 'content-type': 'text/html' }
    expect(await asked(new Response('<h1>503</h1>', { status: 503, headers }))).toBe(120)
  })
  it('as a date is heard', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 120_000).toUTCString() }
    const seconds = await asked(Response.json({ problem: { code: 'serverBusy' } }, { status: 503, headers }))
    expect(seconds).toBeGreaterThan(100)
  })
})
