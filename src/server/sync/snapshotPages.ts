// Pages of the first fill, written and compressed once: after an upgrade or a restore every phone of a ward asks for the
// same ones in the same hour. A page holds as long as its scope stands where it stood. The one after it is made while the
// phone still reads this one.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Scope, TableName } from '#domain/tables.ts'
import type { Database } from '../store/database.ts'
import type { WardKey } from '../store/rows.ts'
import { findScopes } from '../store/scopes.ts'
import { pull } from './pull.ts'
import { snapshotText } from './tell.ts'

const compress = promisify(gzip)
const mostBytes = 64_000_000
const mostPages = 2_000

export interface PageAsked {
  readonly ward: WardKey
  readonly epoch: string
  readonly scope: Scope
  readonly after: number
  /** Tables that the phone does not know. */
  readonly hidden?: readonly TableName[]
}

export interface Page {
  /** Gzipped JSON of a snapshot page. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where the next page begins; undefined after the last. */
  readonly next: number | undefined
}

interface Kept {
  readonly stand: string
  readonly page: Promise<Page>
  size: number
}

export interface SnapshotPages {
  read(asked: PageAsked): Promise<Page>
}

export function createSnapshotPages(database: Database): SnapshotPages {
  /** The longest unused first. */
  const kept = new Map<string, Kept>()

  async function page(asked: PageAsked): Promise<Page> {
    const place = [asked.ward.wardId, asked.scope, asked.after, ...(asked.hidden ?? [])].join(' ')
    const stand = await readStand(database, asked)
    const known = kept.get(place)
    kept.delete(place)
    if (known?.stand === stand) {
      kept.set(place, known)
      return known.page
    }
    const made: Kept = { stand, page: make(database, asked), size: 0 }
    kept.set(place, made)
    return made.page.then(
      (done) => {
        made.size = done.bytes.length
        forgetOldest()
        return done
      },
      (error: unknown) => {
        if (kept.get(place) === made) kept.delete(place)
        throw error
      },
    )
  }

  function forgetOldest(): void {
    let bytes = 0
    for (const { size } of kept.values()) bytes += size
    for (const [place, { size }] of kept) {
      if (bytes <= mostBytes && kept.size <= mostPages) return
      kept.delete(place)
      bytes -= size
    }
  }

  return {
    async read(asked) {
      const read = await page(asked)
      // Whoever asks for the next one hears of trouble with it.
      if (read.next !== undefined) page({ ...asked, after: read.next }).catch(() => undefined)
      return read
    },
  }
}

/** Changes whenever something in the scope does. */
async function readStand(database: Database, { ward, epoch, scope }: PageAsked): Promise<string> {
  const states = await database.snapshot((tx) => findScopes(tx, ward.wardId, [scope]))
  const { head = 0, count = 0, checksum = 0 } = states.get(scope) ?? {}
  return [epoch, head, count, checksum].join(' ')
}

async function make(
  database: Database,
  { ward, epoch, scope, after, hidden = [] }: PageAsked,
): Promise<Page> {
  const [changes] = await pull(database, ward, new Map([[scope, after]]), { hidden })
  if (!changes) throw new Error('A scope that was asked for is missing from the answer')
  const { replaces = false, ...part } = changes
  const bytes = new Uint8Array(await compress(snapshotText({ epoch, replaces, ...part })))
  return { bytes, next: part.more ? part.to : undefined }
}
