// The server as the host starts it.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { demoPassword } from '../../src/server/tasks/demo.ts'
import { openDatabase } from '../../src/server/store/database.ts'
import { createWardKeys } from '../../src/server/store/wardKeys.ts'
import { ids } from '../support/builders.ts'
import { hostEnv } from '../support/hostEnv.ts'
import { startServer } from '../support/serverProcess.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'to-so-main-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (env: Record<string, string>, args: string[] = []) =>
  spawnSync(process.execPath, ['src/server/main.ts', ...args], {
    env: { ...hostEnv(), DATA_DIR: folder, ...env },
    encoding: 'utf8',
    timeout: 120_000,
  })

const aKey = Buffer.alloc(32, 7).toString('base64')

async function aWardIn(dataDir: string, masterKey: Buffer): Promise<void> {
  const db = openDatabase(join(dataDir, 'to-so.sqlite'))
  await db.migrate()
  const wrapped_key = createWardKeys(db, masterKey).wrap(ids.ward)
  await db.kysely
    .insertInto('wards')
    .values({ ward_id: ids.ward, name: 'Thử', epoch: 'a', wrapped_key, id_key_sealed: '', created_at: 0 })
    .execute()
  await db.close()
}

describe('a start that cannot be', () => {
  it.each([
    [{ PORT: 'no' }, [], 'PORT is "no", but it must be a whole number from 1 to 65535.\n'],
    [
      { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' },
      [],
      'The database of DATABASE_URL cannot be opened: connect ECONNREFUSED',
    ],
    [{ DATA_DIR: 'package.json/data', MASTER_KEY: aKey }, [], 'package.json/data", but nothing can be'],
    [{ LOG_LEVEL: 'loud' }, [], 'LOG_LEVEL is "loud"'],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, ['--demo'], 'DATABASE_URL is set, but the demo'],
    [{ HOST: '0.0.0.0' }, ['--demo'], 'HOST is "0.0.0.0"'],
    [{}, ['--help-me'], '"--help-me" is not an option; the only one is --demo.\n'],
  ])('(%j %j) ends at once with one sentence', (env, args, sentence) => {
    const { status, stderr, stdout } = run(env, args)
    expect(status).toBe(1)
    expect(stderr).toContain(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).not.toContain('secret')
    expect(stdout).toBe('')
  })

  it.each([
    ['holds something else', (file: string) => writeFileSync(file, 'no database'.repeat(500))],
    ['is a folder', (file: string) => mkdirSync(file)],
  ])('with a database that %s ends at once with one sentence', (_, spoil) => {
    const dataDir = mkdtempSync(join(folder, 'spoilt-'))
    const file = join(dataDir, 'to-so.sqlite')
    spoil(file)
    const { status, stderr } = run({ DATA_DIR: dataDir })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^The database ".*to-so\.sqlite" cannot be opened: .+\.\n$/)
  })

  it('with another master key than the data was begun with ends before it listens', async () => {
    const dataDir = join(folder, 'other-key')
    const env = { DATA_DIR: dataDir, MASTER_KEY: aKey }
    await aWardIn(dataDir, Buffer.from(aKey, 'base64'))
    const given = run({ ...env, MASTER_KEY: Buffer.alloc(32, 8).toString('base64') })
    expect([given.status, given.stdout]).toEqual([1, ''])
    expect(given.stderr).toMatch(/^The master key in MASTER_KEY does not fit the database: .+\.\n$/)
    const fromFile = run({ DATA_DIR: dataDir })
    expect([fromFile.status, fromFile.stdout]).toEqual([1, ''])
    expect(fromFile.stderr).toContain(`The master key in ${join(dataDir, 'master.key')} does not fit`)
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

describe('a start of the demo', () => {
  const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? -1

  async function startAndKill(dataDir: string, isTime: () => boolean): Promise<void> {
    const child = spawn(process.execPath, ['src/server/main.ts', '--demo'], {
      env: { ...hostEnv(), DATA_DIR: dataDir },
      stdio: 'ignore',
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const ended = once(child, 'exit')
    while (!isTime() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2))
    child.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
  }

  it('that was killed, whenever that was, is taken up by the next', { timeout: 180_000 }, async () => {
    const dataDir = join(folder, 'killed')
    const file = join(`${dataDir}-demo`, 'to-so.sqlite')
    await startAndKill(dataDir, () => sizeOf(file) >= 0)
    for (const written of [1, 8_000_000]) await startAndKill(dataDir, () => sizeOf(`${file}-wal`) >= written)
    const server = await startServer({ args: ['--demo'], env: { DATA_DIR: dataDir } })
    const signIn = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      body: JSON.stringify({ phone: '0912000001', password: demoPassword }),
    })
    expect(signIn.status).toBe(200)
    const cookie = signIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const asked = `${server.url}/api/figures?from=2022-01-01&to=2022-09-30`
    const { teams, total } = await (await fetch(asked, { headers: { cookie } })).json()
    expect([teams.length, total.dossiers, total.peopleWithAccount]).toEqual([8, 1858, 1046])
    await server.remove()
  })
})
