// Run as a process of its own, with little memory: a small body that unfolds to very many empty things. Prints the answer.
// Argument: `commands`, `arguments` or `rescue`.
import { gzipSync } from 'node:zlib'
import { sealRescue } from '../../src/client/rescue/sealRescue.ts'
import { aServer } from './server.ts'

const [, , kind] = process.argv
const many = 800_000
const server = await aServer()
const { browser, session } = await server.setUp()
const { newId } = server.context
const deviceId = newId()
const known = await browser.request('PUT', `/api/devices/${deviceId}`, { name: 'x', dataKey: 'a'.repeat(44) })
const answer = kind === 'rescue' ? await rescue() : await sync()
const said = (await answer.json()) as { problem?: { code: string }; outcomes?: { outcome: string }[] }
process.stdout.write(
  [answer.status, said.problem?.code ?? said.outcomes?.[0]?.outcome ?? ''].join(' ').trim(),
)
await server.close()
process.exit(0)

function sync(): Promise<Response> {
  const command = {
    id: newId(),
    seq: 1,
    name: 'recordAssist',
    args: { dossiers: 'MANY' },
    at: server.now,
    base: 0,
  }
  const body = JSON.stringify({
    protocol: 3,
    deviceId,
    epoch: null,
    commands: kind === 'commands' ? 'MANY' : [command],
    cursors: {},
    status: { unsent: 1, oldestUnsentAt: null, appVersion: 'x', now: server.now },
  })
  const unfolded = body.replace('"MANY"', `[${Array(many).fill('{}').join(',')}]`)
  return browser.fetch('/api/sync', {
    method: 'POST',
    body: new Uint8Array(gzipSync(unfolded)),
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
  })
}

async function rescue(): Promise<Response> {
  const content = {
    memberId: session.member.id,
    deviceId,
    madeAt: 1,
    protocol: 3,
    commands: Array(many).fill({}),
  }
  const { rescueKey } = known.body
  const file = await sealRescue(content as never, { wardId: session.ward.id, rescueKey })
  return browser.fetch('/api/rescue', {
    method: 'POST',
    body: JSON.stringify(file),
    headers: { 'content-type': 'application/json' },
  })
}
