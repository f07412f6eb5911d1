// How much of what a phone downloads is sync, whenever it is loaded: the loop, the cycle, the outbox, the base, sealing,
// and what of the protocol crosses the wire for it; without Dexie, valibot and the domain, which the app needs anyway, and
// without what lies in the same folders and is the door's or a form's: the PIN, who is known here, ID numbers, drafts.
import { readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const folders = ['src/client/sync', 'src/client/db', 'src/client/vault']
const protocol = ['sync', 'snapshot', 'events', 'checksum', 'paths', 'problem', 'version']
const others = ['vault/pin.ts', 'vault/tries.ts', 'vault/idNumber.ts', 'db/people.ts', 'db/drafts.ts']
const entry = 'virtual:sync'

/** Kilobytes, gzip, minified. */
export async function measureSyncCode(): Promise<number> {
  const own = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `/${folder}/${file}`)
      .filter((file) => !others.some((other) => file.endsWith(other))),
  )
  const files = [...own, ...protocol.map((name) => `/src/protocol/${name}.ts`)]
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'sync-entry',
        resolveId: (id) => (id === entry ? `\0${entry}` : null),
        load: (id) =>
          id === `\0${entry}` ? files.map((file) => `export * from '${file}'`).join('\n') : null,
      },
    ],
    build: {
      write: false,
      target: 'esnext',
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        external: (id) => /^(dexie|valibot|vue|pinia|@hpke|#domain)/.test(id) || id.includes('/domain/'),
      },
    },
  })
  if (!('output' in built)) throw new Error('The sync code was not built')
  const chunks = built.output.flatMap((part) => (part.type === 'chunk' ? [part.code] : []))
  return gzipSync(chunks.join('\n')).length / 1_000
}
