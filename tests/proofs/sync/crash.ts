// A phone that dies around one of its writes. Every write transaction of its database is counted; the chosen one is
// taken back, or stands, and nothing of the page runs on to any effect after it.
import type { Dexie } from 'dexie'
import type { Crash } from './plan.ts'

export interface CrashPoint {
  arm(crash: Crash | undefined): void
  /** Another kind of commit than of this database; true when the phone dies around it. */
  strikes(when: Crash['when']): boolean
}

export function watchWrites(database: Dexie, die: () => void): CrashPoint {
  let armed: Crash | undefined
  let writes = 0
  const doomed = new WeakSet<object>()

  /** Counts one write; says how the phone dies around it. */
  function count(): Crash['when'] | undefined {
    if (!armed) return undefined
    writes += 1
    return writes === armed.write ? armed.when : undefined
  }

  database.use({
    stack: 'dbcore',
    name: 'crash',
    create: (core) => ({
      ...core,
      transaction(stores, mode, options) {
        const transaction = core.transaction(stores, mode, options)
        if (mode !== 'readwrite') return transaction
        const when = count()
        if (when === 'before') doomed.add(transaction)
        if (when === 'after') (transaction as unknown as IDBTransaction).addEventListener('complete', die)
        return transaction
      },
      table(name) {
        const table = core.table(name)
        return {
          ...table,
          mutate(request) {
            if (doomed.delete(request.trans)) {
              request.trans.abort()
              die()
            }
            return table.mutate(request)
          },
        }
      },
    }),
  })
  return {
    arm(crash) {
      armed = crash
      writes = 0
    },
    strikes: (when) => armed?.when === when && count() === when,
  }
}
