// A ward with one volunteer on a port of this machine, with the built page, in the process of the test: what happens
// between a request and its answer is in the test's hand.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { isTeam } from '#domain/unit.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { aServer, joinedBy, type TestServer } from './server.ts'

export const volunteerPhone = '0912000101'

export interface WardOnPort {
  readonly url: string
  readonly server: TestServer
  readonly wardId: string
  /** Stands between the network and the server; may be changed at any time. */
  answer: (request: Request, next: () => Promise<Response>) => Promise<Response>
  /** From now on the page is served from this folder. */
  usePages(folder: string): void
  /** How many visits with this note the ward has. */
  countNotes(text: string): Promise<number>
  close(): Promise<void>
}

export async function openWardOnPort(): Promise<WardOnPort> {
  // It listens first: the server must know its address, and a port that is only looked up may be taken meanwhile.
  const fetch = (request: Request) => ward.answer(request, () => Promise.resolve(app.fetch(request)))
  const listener = serve({ fetch, port: 0, hostname: '127.0.0.1' })
  await once(listener, 'listening')
  const url = `http://localhost:${(listener.address() as AddressInfo).port}`
  const server = await aServer({ env: { PUBLIC_URL: url } })
  const { browser: manager, session } = await server.setUp()
  const wardId = session.ward.id
  const { units } = await readTables(server.context, wardId, ['units'])
  const teamIds = units.filter(isTeam).flatMap(({ id }, index) => (index === 0 ? [id] : []))
  await joinedBy(server, manager, { name: 'Trần Văn Mẫu', role: 'volunteer', teamIds }, volunteerPhone)
  let app = server.withPages('dist')
  const ward: WardOnPort = {
    url,
    server,
    wardId,
    answer: (_request, next) => next(),
    usePages(folder) {
      app = server.withPages(folder)
    },
    async countNotes(text) {
      const { notes } = await readTables(server.context, wardId, ['notes'])
      return notes.filter((note) => note.text === text).length
    },
    async close() {
      listener.close()
      if ('closeAllConnections' in listener) listener.closeAllConnections()
      await server.close()
    },
  }
  return ward
}
