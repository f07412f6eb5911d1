// Tabs of one person take turns at the line by a Web Lock, held for one exchange. A tab that froze while it held the lock
// loses it after a while; what it still writes is judged by the cursors it began from (db/base.ts), as it is where the
// browser has no locks.
import { anySignal } from '../http/anySignal.ts'

const patience = 45_000

export interface Turn {
  /** Aborted when the exchange is given up; then its turn is over, whether it ends or not. */
  readonly signal?: AbortSignal
  /** Takes the turn of whoever has it. */
  readonly isUrgent?: boolean
}

/** Runs an exchange while no other tab has one. */
export async function inTurn<T>(name: string, exchange: () => Promise<T>, turn: Turn = {}): Promise<T> {
  const locks = globalThis.navigator?.locks
  if (!locks) return exchange()
  const givenUp = turn.signal ?? new AbortController().signal
  let begun: Promise<T> | undefined
  const hold = async (how: LockOptions): Promise<T> => {
    try {
      return await locks.request(name, how, () => {
        begun = exchange()
        return Promise.race([begun, whenAborted(givenUp)])
      })
    } catch (error) {
      // Robbed of the lock, given up, or failed by itself: the exchange's own end is what counts.
      if (begun) return begun
      const isTooLong = error instanceof DOMException && error.name === 'TimeoutError'
      if (!isTooLong || how.steal) throw error
      return hold({ steal: true })
    }
  }
  if (turn.isUrgent) return hold({ steal: true })
  return hold({ signal: anySignal([AbortSignal.timeout(patience), givenUp]) })
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
