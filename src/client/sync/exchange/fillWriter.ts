// Writes the pages of the first fill while the next ones come: all that has gathered during one transaction goes with the
// next, so a fast network costs few of them.
import { keepFillPages, type FillPage } from '../../db/exchange/keepFill.ts'
import type { PhoneDatabase } from '../../db/database.ts'

export interface FillWriter {
  /** Pages of one scope are written in the order in which they are given. */
  write(page: FillPage): void
  /** Resolves when everything is on the disk. */
  done(): Promise<void>
}

export function createFillWriter(database: PhoneDatabase): FillWriter {
  let gathered: FillPage[] = []
  let writing = Promise.resolve()

  async function writeGathered(): Promise<void> {
    const pages = gathered
    gathered = []
    if (pages.length > 0) await keepFillPages(database, pages)
  }

  return {
    write(page) {
      gathered.push(page)
      writing = writing.then(writeGathered)
      // Whoever waits for the end hears of it.
      writing.catch(() => undefined)
    },
    done: () => writing,
  }
}
