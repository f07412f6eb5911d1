// A mark outside the database that something lies in it: it tells when the browser has thrown the database away. It holds
// ids and counts, no names. Without the mark nothing is concluded.

/** What may be told from the marks alone; both may fail, as a browser may refuse. */
export type Marks = Pick<Storage, 'getItem' | 'setItem'>

export interface Sentinel {
  /** So many commands of this person wait on this phone. */
  note(memberId: string, unsent: number): void
  forget(memberId: string): void
  /** What has gone with people who are known here no more; undefined when nobody is missing. */
  findCleared(known: readonly string[]): { unsent: number } | undefined
  /** Somebody has been told. */
  forgetCleared(known: readonly string[]): void
}

export function createSentinel(key: string, marks: Marks | undefined): Sentinel {
  function read(): Map<string, number> {
    try {
      const kept: unknown = JSON.parse(marks?.getItem(key) ?? '{}')
      const entries = Object.entries(typeof kept === 'object' && kept !== null ? kept : {})
      return new Map(entries.map(([memberId, unsent]) => [memberId, Number(unsent) || 0]))
    } catch {
      return new Map()
    }
  }

  function write(kept: ReadonlyMap<string, number>): void {
    try {
      marks?.setItem(key, JSON.stringify(Object.fromEntries(kept)))
    } catch {
      // The mark is a help, not a promise.
    }
  }

  return {
    note(memberId, unsent) {
      const kept = read()
      if (kept.get(memberId) !== unsent) write(kept.set(memberId, unsent))
    },
    forget(memberId) {
      const kept = read()
      if (kept.delete(memberId)) write(kept)
    },
    findCleared(known) {
      const missing = [...read()].filter(([memberId]) => !known.includes(memberId))
      if (missing.length === 0) return undefined
      return { unsent: missing.reduce((sum, [, unsent]) => sum + unsent, 0) }
    },
    forgetCleared(known) {
      write(new Map([...read()].filter(([memberId]) => known.includes(memberId))))
    },
  }
}
