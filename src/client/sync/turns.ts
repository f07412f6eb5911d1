// Tabs of one person take turns at the line by a Web Lock. A tab that froze while it held the lock loses it after a while;
// what it was about to write is then refused by the cursors it began from (db/base.ts keepAnswer).
const patience = 45_000

/** Where the browser has no locks, the check of the cursors alone keeps two tabs apart. */
export async function inTurn(name: string, work: () => Promise<void>): Promise<void> {
  const locks = globalThis.navigator?.locks
  if (!locks) return work()
  try {
    await locks.request(name, { signal: AbortSignal.timeout(patience) }, work)
  } catch (error) {
    const is = (what: string) => error instanceof DOMException && error.name === what
    // Stolen by a tab that waited too long for this one: that one goes on.
    if (is('AbortError')) return
    if (!is('TimeoutError')) throw error
    await locks.request(name, { steal: true }, work)
  }
}
