// A browser that cuts a page off from its storage, on fake-indexeddb.
import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'

/** As Safari says it. */
export const lost = () =>
  new DOMException('Connection to Indexed Database server lost. Refresh the page', 'UnknownError')

let left = 0
let reason = lost
let isFull = false
const dead = new WeakSet<IDBDatabase>()
const open = new Set<IDBDatabase>()

// Dexie keeps the way to begin a transaction when it opens a connection, so it is laid here before any is opened.
const begin = IDBDatabase.prototype.transaction
IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
  open.add(this)
  if (dead.has(this)) throw lost()
  if (isFull && args[1] === 'readwrite') throw new DOMException('full', 'QuotaExceededError')
  if (left === 0) return begin.apply(this, args)
  left--
  throw reason()
}

/** Nothing can be done any more over the connections to databases of these names; over new ones it can. */
export function cutOff(prefix: string): void {
  for (const connection of open) if (connection.name.startsWith(prefix)) dead.add(connection)
}

/** So many of the next transactions cannot begin. */
export function breakTransactions(times: number, error = lost): void {
  left = times
  reason = error
}

/** A disk that takes nothing any more, and lets nothing be deleted. */
export function refuseWrites(): void {
  isFull = true
}

export function mendTransactions(): void {
  left = 0
  isFull = false
}

/** What a browser does that is told to clear a site's data, with its pages open: databases of these names go. */
export async function clearDatabases(prefix: string): Promise<void> {
  const connections = [...open].filter(({ name }) => name.startsWith(prefix))
  for (const connection of connections) {
    open.delete(connection)
    forceCloseDatabase(connection as never)
  }
  for (const name of new Set(connections.map((connection) => connection.name))) {
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(name).onsuccess = resolve
    })
  }
}
