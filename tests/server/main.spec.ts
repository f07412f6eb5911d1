// The server as the host starts it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer } from '../support/serverProcess.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'to-so-main-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (env: Record<string, string>, args: string[] = []) =>
  spawnSync('node', ['src/server/main.ts', ...args], {
    env: { ...process.env, DATA_DIR: folder, ...env },
    encoding: 'utf8',
    timeout: 30_000,
  })

describe('a start that cannot be', () => {
  it.each([
    [{ PORT: 'no' }, [], 'PORT is "no", but it must be a whole number from 1 to 65535.\n'],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, [], 'The database cannot be opened'],
    [{ HOST: '0.0.0.0' }, ['--demo'], 'HOST is "0.0.0.0"'],
    [{}, ['--help-me'], '"--help-me" is not an option; the only one is --demo.\n'],
  ])('(%j %j) ends at once with one sentence', (env, args, sentence) => {
    const { status, stderr, stdout } = run(env, args)
    expect(status).toBe(1)
    expect(stderr).toContain(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stdout).toBe('')
  })

  it('on a port that another program has', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { status, stderr } = run({ PORT: String(port), HOST: '127.0.0.1' })
    expect([status, stderr]).toEqual([1, `PORT ${port} is in use by another program; choose another.\n`])
    taken.close()
  })
})

describe('a start', () => {
  it('prints the address and a setup link, answers, and ends politely', async () => {
    const server = await startServer()
    expect(server.output()).toContain(`Set it up once, in a browser: ${server.url}/setup#`)
    expect(await (await fetch(`${server.url}/api/health`)).json()).toMatchObject({ ok: true, isSetUp: false })
    expect(await (await fetch(server.url)).text()).toContain('<div id="app">')
    await server.stop()
    await expect(fetch(`${server.url}/api/health`)).rejects.toThrow()
    await server.remove()
  })
})
