// What browsers' storage does to writes, on fake-indexeddb: every put, add, delete and clear is counted, and a chosen one
// fails in a chosen way, or the page dies at it.
import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'

export const storageFaults = [
  /** Each one as the browser's own name for it, at the request itself, which ends the transaction. */
  'QuotaExceededError at the write',
  'UnknownError at the write',
  /** Chromium says so only when the transaction is about to commit. */
  'QuotaExceededError at the commit',
  'AbortError at the commit',
  /** What Safari does to a page that was in the background. */
  'connection lost before the commit',
  'connection lost after the commit',
  'page killed before the commit',
  'page killed after the commit',
] as const
export type StorageFault = (typeof storageFaults)[number]

export interface FaultyStorage {
  /** Which store each write since the beginning went to. */
  readonly sites: readonly string[]
  /** Whether the fault has happened. */
  readonly hasFailed: boolean
  /** Resolves when the page has died. */
  readonly death: Promise<void>
  /** Puts the storage back as it was. */
  remove(): void
}

/** What fake-indexeddb is inside. */
interface InnerTransaction extends IDBTransaction {
  _state: string
  _requests: { request: { readyState: string } }[]
  _abort(name: string | null): void
  _start(): void
  _execRequestAsync(about: { operation: () => unknown; source: IDBObjectStore }): IDBRequest
}

const methods = ['put', 'add', 'delete', 'clear'] as const

/**
 * `prefix`: of the names of the databases that it is about; `failing`: the number of the write, from 1; left out, all of
 * them succeed.
 */
export function breakStorage(
  prefix: string,
  failing?: { write: number; fault: StorageFault },
): FaultyStorage {
  const prototype = IDBObjectStore.prototype
  const originals = methods.map((method) => [method, prototype[method]] as const)
  const sites: string[] = []
  const death = Promise.withResolvers<void>()
  let hasFailed = false

  for (const [method, original] of originals) {
    const write = original as (...args: unknown[]) => IDBRequest
    Object.assign(prototype, {
      [method](this: IDBObjectStore, ...args: unknown[]): IDBRequest {
        const carryOut = () => write.apply(this, args)
        const { db, mode } = this.transaction
        if (mode === 'versionchange' || !db.name.startsWith(prefix)) return carryOut()
        sites.push(`${this.name}.${method}`)
        if (sites.length !== failing?.write) return carryOut()
        hasFailed = true
        return fail(failing.fault, this, carryOut, death.resolve)
      },
    })
  }
  return {
    sites,
    get hasFailed() {
      return hasFailed
    },
    death: death.promise,
    remove() {
      for (const [method, original] of originals) Object.assign(prototype, { [method]: original })
    },
  }
}

function fail(
  fault: StorageFault,
  store: IDBObjectStore,
  carryOut: () => IDBRequest,
  die: () => void,
): IDBRequest {
  const transaction = store.transaction as InnerTransaction
  switch (fault) {
    case 'QuotaExceededError at the write':
    case 'UnknownError at the write': {
      const [name] = fault.split(' ')
      const operation = () => {
        throw new DOMException('', name)
      }
      return transaction._execRequestAsync({ operation, source: store })
    }
    case 'QuotaExceededError at the commit':
    case 'AbortError at the commit': {
      const [name = null] = fault.split(' ')
      beforeCommit(transaction, () => transaction._abort(name))
      return carryOut()
    }
    case 'connection lost before the commit':
      beforeCommit(transaction, () => {
        transaction._abort('AbortError')
        loseConnection(transaction.db)
      })
      return carryOut()
    case 'connection lost after the commit':
      transaction.addEventListener('complete', () => loseConnection(transaction.db))
      return carryOut()
    case 'page killed before the commit':
      beforeCommit(transaction, () => {
        silence(transaction)
        transaction._abort(null)
        die()
      })
      return carryOut()
    case 'page killed after the commit':
      silence(transaction, die)
      return carryOut()
  }
}

/** Does this when the transaction has nothing more to do, instead of its commit. */
function beforeCommit(transaction: InnerTransaction, work: () => void): void {
  const start = transaction._start.bind(transaction)
  transaction._start = () => {
    const isIdle = transaction._requests.every(({ request }) => request.readyState === 'done')
    if (isIdle && transaction._state !== 'finished') work()
    else start()
  }
}

/** Nobody hears how it ended. */
function silence(transaction: IDBTransaction, heard: () => void = () => undefined): void {
  transaction.dispatchEvent = ({ type }: Event) => {
    if (type === 'complete') heard()
    return true
  }
}

function loseConnection(db: IDBDatabase): void {
  // Its types name the class where they mean one of its objects.
  forceCloseDatabase(db as unknown as Parameters<typeof forceCloseDatabase>[0])
}
