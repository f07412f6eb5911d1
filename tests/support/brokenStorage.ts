// A browser that cuts a page off from its storage, on fake-indexeddb.
import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'

/** As Safari says it. */
export const lost = () =>
  new DOMException('Connection to Indexed Database server lost. Refresh the page', 'UnknownError')

let left = 0
let reason = lost
let isFull = false
let isSilent = false
const dead = new WeakSet<IDBDatabase>()
const hung: IDBTransaction[] = []
const open = new Set<IDBDatabase>()

// Dexie keeps the way to begin a transaction when it opens a connection, so it is laid here before any is opened.
const begin = IDBDatabase.prototype.transaction
IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
  open.add(this)
  if (dead.has(this)) throw lost()
  if (isFull && args[1] === 'readwrite') throw new DOMException('full', 'QuotaExceededError')
  if (left > 0) {
    left--
    throw reason()
  }
  const transaction = begin.apply(this, args)
  if (!isSilent) return transaction
  isSilent = false
  hung.push(transaction)
  return Object.assign(transaction, { _start: () => undefined })
}

/** The next transaction comes to no end: what is asked in it is never answered, as when its connection closes. */
export function silenceTransaction(): void {
  isSilent = true
}

/** The browser closes the connections to databases of these names and says so; of their transactions it says nothing. */
export function closeSilently(prefix: string): void {
  // They hold nobody up any more.
  for (const transaction of hung.splice(0)) Object.assign(transaction, { _state: 'finished' })
  for (const connection of open) {
    if (connection.name.startsWith(prefix)) connection.onclose?.(new Event('close'))
  }
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
  isFull = isSilent = false
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
