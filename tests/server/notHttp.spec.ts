// What reaches the server's port and is no HTTP, or broken HTTP, on both databases.
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/server/createApp.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aServer, type TestServer } from '../support/server.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  let server: TestServer

  beforeAll(async () => {
    server = await aServer({ databaseUrl: await addressOf(kind, 'not_http'), env: { TRUST_PROXY: '1' } })
    await server.setUp()
  })
  afterAll(() => server.close())

  it('what is not even HTTP ends its own connection, and the next one is served', async () => {
    const app = createApp(server.context)
    const listener = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(listener, 'listening')
    const { port } = listener.address() as AddressInfo
    const head = (lines: string) => `POST /api/sync HTTP/1.1\r\nHost: x\r\n${lines}\r\n\r\n`
    const broken = [
      '\0\0\0\0\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /api/health HTTP/1.1\r\n\r\n',
      `GET /${'x'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      'GET /api/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET /api/health HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n',
      head(`x: ${'y'.repeat(100_000)}`),
      head('Content-Length: -1'),
      head('Content-Length: 99999999999999999999'),
      head('Content-Length: 5\r\nContent-Length: 6'),
      head('Content-Length: 900000') + '{',
      head('Transfer-Encoding: chunked') + 'zz\r\n',
      head('Transfer-Encoding: chunked\r\nContent-Length: 3') + '3\r\nabc\r\n0\r\n\r\n',
    ]
    for (const text of broken) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      let answered = ''
      socket.on('data', (chunk) => (answered += String(chunk)))
      socket.end(text)
      await new Promise((resolve) => socket.once('close', resolve))
      expect(answered).not.toMatch(/^HTTP\/1\.1 5/)
    }
    const health = await fetch(`http://127.0.0.1:${port}/api/health`)
    expect(health.status).toBe(200)
    listener.close()
    if ('closeAllConnections' in listener) listener.closeAllConnections()
  })
})
