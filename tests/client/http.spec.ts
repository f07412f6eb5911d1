import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { memberHeader } from '#protocol/paths.ts'
import { createHttp, nothing } from '../../src/client/http/http.ts'

const schema = v.object({ name: v.string() })
const nobody = () => undefined
const answering = (body: string, init?: ResponseInit) =>
  createHttp(() => Promise.resolve(new Response(body, init)), nobody)

describe('an answer counts only when it is the server’s own', () => {
  it.each([
    ['a captive portal’s page', '<html>Sign in to Wi-Fi</html>', { status: 200 }, 'answerNotOurs'],
    ['JSON of somebody else', '{"hello":"world"}', { status: 200 }, 'answerNotOurs'],
    ['nothing at all', '', { status: 200 }, 'answerNotOurs'],
    ['a proxy that found no server', '<h1>502</h1>', { status: 502 }, 'answerNotOurs'],
    ['a foreign error in JSON', '{"message":"bad gateway"}', { status: 502 }, 'serverUnreachable'],
    ['a foreign 404 in JSON', '{"message":"no"}', { status: 404 }, 'answerNotOurs'],
  ])('%s is a problem', async (_what, body, init, code) => {
    await expect(answering(body, init)(schema, '/api/x')).rejects.toMatchObject({ code })
  })

  it('"done" is said by 204 alone: an empty page is somebody else’s', async () => {
    await expect(answering('', { status: 200 })(nothing, '/api/x')).rejects.toMatchObject({
      code: 'answerNotOurs',
    })
    const done = createHttp(() => Promise.resolve(new Response(null, { status: 204 })), nobody)
    expect(await done(nothing, '/api/x', { method: 'DELETE' })).toBeUndefined()
  })

  it('no answer is no network', async () => {
    const http = createHttp(() => Promise.reject(new TypeError('Failed to fetch')), nobody)
    await expect(http(schema, '/api/x')).rejects.toMatchObject({ code: 'serverUnreachable' })
  })

  it.each([
    ['a request', () => new Promise<Response>(() => undefined)],
    [
      'an answer',
      () => Promise.resolve(new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }))),
    ],
  ])(
    '%s that never ends and does not hear that it should is no network, once it is given up',
    async (_what, fetch) => {
      const giveUp = new AbortController()
      const asked = createHttp(fetch, nobody)(schema, '/api/x', { signal: giveUp.signal })
      setTimeout(() => giveUp.abort())
      await expect(asked).rejects.toMatchObject({ code: 'serverUnreachable' })
    },
  )

  it('what comes after it was given up is not heard', async () => {
    const giveUp = new AbortController()
    let answer: (response: Response) => void = () => undefined
    const fetch = () => new Promise<Response>((resolve) => (answer = resolve))
    const asked = createHttp(fetch, nobody)(schema, '/api/x', { signal: giveUp.signal })
    giveUp.abort()
    answer(new Response('{"name":"late"}'))
    await expect(asked).rejects.toMatchObject({ code: 'serverUnreachable' })
  })

  it('what the server refuses comes as its own problem, with the seconds to wait', async () => {
    const body = JSON.stringify({ problem: { code: 'tooManyRequests' } })
    const http = answering(body, { status: 429, headers: { 'retry-after': '17' } })
    await expect(http(schema, '/api/x')).rejects.toMatchObject({
      code: 'tooManyRequests',
      details: { seconds: 17 },
    })
  })

  it('a good one comes as its schema knows it', async () => {
    expect(await answering('{"name":"Hoài Tân","more":1}')(schema, '/api/x')).toEqual({ name: 'Hoài Tân' })
  })
})

describe('what is sent', () => {
  it('is gzipped when it is long, and plain when it is short', async () => {
    const sent: RequestInit[] = []
    const http = createHttp((_path, init) => {
      sent.push(init ?? {})
      return Promise.resolve(new Response('{"name":"x"}'))
    }, nobody)
    await http(schema, '/api/x', { method: 'POST', body: { text: 'a'.repeat(5000) } })
    await http(schema, '/api/x', { method: 'POST', body: { text: 'a' } })
    expect(sent.map(({ headers }) => new Headers(headers).get('content-encoding'))).toEqual(['gzip', null])
    const unpacked = new Blob([sent[0]?.body as ArrayBuffer])
      .stream()
      .pipeThrough(new DecompressionStream('gzip'))
    expect(await new Response(unpacked).json()).toEqual({ text: 'a'.repeat(5000) })
    expect(sent[1]?.body).toBe('{"text":"a"}')
  })

  it('names the member whose data is open, and nobody at the door', async () => {
    const named: (string | null)[] = []
    const open: { member?: string } = {}
    const http = createHttp(
      (_path, init) => {
        named.push(new Headers(init?.headers).get(memberHeader))
        return Promise.resolve(new Response('{"name":"x"}'))
      },
      () => open.member,
    )
    await http(schema, '/api/x')
    open.member = 'a-member'
    await http(schema, '/api/x')
    expect(named).toEqual([null, 'a-member'])
  })
})
