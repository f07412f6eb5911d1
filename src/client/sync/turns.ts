// Tabs of one person take turns at the line by a Web Lock, held for one exchange. A tab that froze while it held the lock
// loses it after a while; what it still writes is judged by the cursors it began from (db/base.ts), as it is where the
// browser has no locks.
const patience = 45_000

/** Runs an exchange while no other tab has one. */
export async function inTurn<T>(name: string, exchange: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks
  if (!locks) return exchange()
  let begun: Promise<T> | undefined
  const hold = async (how: LockOptions): Promise<T> => {
    try {
      return await locks.request(name, how, () => (begun = exchange()))
    } catch (error) {
      // Robbed of the lock, or failed by itself: the exchange's own end is what counts.
      if (begun) return begun
      const isTooLong = error instanceof DOMException && error.name === 'TimeoutError'
      if (!isTooLong || how.steal) throw error
      return hold({ steal: true })
    }
  }
  return hold({ signal: AbortSignal.timeout(patience) })
}
