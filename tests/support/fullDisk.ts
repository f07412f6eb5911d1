// A disk that is full, on fake-indexeddb: writing fails as Chromium says it, with the whole transaction, until something
// is deleted as often as the test wants.
import type { DBCore } from 'dexie'
import type { PhoneDatabase } from '../../src/client/db/database.ts'

export interface Disk {
  /** Nothing more fits until something has been deleted from it so many times. */
  fillUp(deletions: number): void
  free(): void
}

export function limitDisk(database: PhoneDatabase): Disk {
  let missing = 0
  database.close({ disableAutoOpen: false })
  database.use({
    stack: 'dbcore',
    name: 'limit',
    create: (core: DBCore) => ({
      ...core,
      table(name) {
        const table = core.table(name)
        return {
          ...table,
          async mutate(request) {
            if (request.type === 'add' || request.type === 'put') {
              if (missing > 0) throw new DOMException('full', 'QuotaExceededError')
            } else {
              const { numFailures, ...rest } = await table.mutate(request)
              missing = Math.max(0, missing - 1)
              return { numFailures, ...rest }
            }
            return table.mutate(request)
          },
        }
      },
    }),
  })
  return {
    fillUp(deletions) {
      missing = deletions
    },
    free() {
      missing = 0
    },
  }
}
