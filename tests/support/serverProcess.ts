// The real server as its own process, on a free port of 127.0.0.1 and in a folder that goes with it.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './freePort.ts'
import { hostEnv } from './hostEnv.ts'

export interface ServerProcess {
  readonly url: string
  readonly dataDir: string
  /** Undefined while it does not run. */
  pid(): number | undefined
  /** Everything it has printed. */
  output(): string
  /** Ends it politely; the folder stays. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again on the same port and folder. */
  start(): Promise<void>
  /** Ends it and takes its folder away. */
  remove(): Promise<void>
}

const patience = 120_000
/** A port that was free a moment ago may be another's by now. */
const mostPorts = 5

export async function startServer(options: { args?: string[]; env?: Record<string, string> } = {}) {
  let port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'to-so-process-'))
  // The demo keeps its data in a folder beside this one.
  const dataDir = join(folder, 'data')
  const made = process.env['MADE_DEMO']
  if (made && options.args?.includes('--demo')) cpSync(made, `${dataDir}-demo`, { recursive: true })
  const url = () => `http://localhost:${port}`
  let child: ChildProcess | undefined
  let output = ''

  async function start(): Promise<void> {
    output = ''
    const begun = spawn(process.execPath, ['src/server/main.ts', ...(options.args ?? [])], {
      env: {
        ...hostEnv(),
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        LOG_LEVEL: 'error',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = begun
    let hasEnded = false
    // Not before all that it said has come.
    void once(begun, 'close')
      .catch((error: unknown) => (output += String(error)))
      .then(() => (hasEnded = true))
    for (const stream of [begun.stdout, begun.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    const isUp = () => output.includes(`Tổ Số: ${url()}`)
    await until(() => isUp() || hasEnded)
    if (!isUp())
      throw new Error(`The server ended with ${begun.exitCode ?? String(begun.signalCode)}: ${output}`)
  }

  /** Whoever begins may choose another port; who starts anew keeps the one that is known. */
  async function begin(tries = mostPorts): Promise<void> {
    try {
      await start()
    } catch (error) {
      if (tries === 1 || !output.includes(`PORT ${port} is in use`)) throw error
      port = await freePort()
      await begin(tries - 1)
    }
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  await begin()
  const server: ServerProcess = {
    url: url(),
    dataDir,
    pid: () => (child?.exitCode === null && child.signalCode === null ? child.pid : undefined),
    output: () => output,
    start,
    stop,
    async remove() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return server
}

async function until(isSo: () => boolean): Promise<void> {
  const latest = Date.now() + patience
  while (!isSo()) {
    if (Date.now() > latest) throw new Error('The server did not start in time')
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}
