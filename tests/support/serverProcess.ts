// The real server as its own process, on a free port of 127.0.0.1 and in a folder that goes with it.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './freePort.ts'

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

const patience = 60_000

export async function startServer(options: { args?: string[]; env?: Record<string, string> } = {}) {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'to-so-process-'))
  // The demo keeps its data in a folder beside this one.
  const dataDir = join(folder, 'data')
  const made = process.env['MADE_DEMO']
  if (made && options.args?.includes('--demo')) cpSync(made, `${dataDir}-demo`, { recursive: true })
  const url = `http://localhost:${port}`
  let child: ChildProcess | undefined
  let output = ''

  async function start(): Promise<void> {
    output = ''
    child = spawn('node', ['src/server/main.ts', ...(options.args ?? [])], {
      env: {
        ...process.env,
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        LOG_LEVEL: 'error',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The server ended with ${String(code)}: ${output}`)
    })
    ended.catch(() => undefined)
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => (output += String(chunk)))
    await Promise.race([until(() => output.includes(`Tổ Số: ${url}`)), ended])
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  await start()
  const server: ServerProcess = {
    url,
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
