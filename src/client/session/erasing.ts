// The ward's order to erase this phone, once all is said: nobody saves any more, it is written where a start finds it, and
// then this person's data goes (rare/eraseHere.ts).
import type { PhoneDatabase } from '../db/database.ts'
import { readNumbering } from '../db/numbering.ts'
import { closeOutbox } from '../db/outbox.ts'
import type { People, Person } from '../db/people.ts'
import type { Sentinel } from '../db/sentinel.ts'
import type { Api } from '../http/api.ts'
import { loadOnce } from '../http/loadOnce.ts'
import type { Phone } from './phone.ts'

export interface ErasingOptions {
  readonly people: People
  readonly api: Pick<Api, 'sayErased'>
  readonly sentinel: Sentinel
  readonly databaseOf: (memberId: string) => PhoneDatabase
  /** The order is written down: nothing of this person stays in the page. */
  readonly onOrdered: () => Promise<void>
}

export interface Erasing {
  /** Throws a Problem where the order could not be written down; then the next exchange brings it again. */
  erase(phone: Phone, person: Person): Promise<void>
  /** Also those that were cut off. */
  carryOutOrders(): Promise<void>
}

const loadErasing = loadOnce(() => import('./rare/eraseHere.ts'))

export function createErasing(options: ErasingOptions): Erasing {
  const { people, api, sentinel, databaseOf, onOrdered } = options

  async function carryOutOrders(): Promise<void> {
    const ordered = (await people.list()).filter(({ eraseOrder }) => eraseOrder !== undefined)
    if (ordered.length === 0) return
    const { eraseHere } = await loadErasing()
    const clear = (memberId: string) => databaseOf(memberId).delete()
    for (const one of ordered) await eraseHere({ people, api, clear }, one)
  }

  return {
    carryOutOrders,
    async erase(phone, { memberId, deviceId }) {
      const { unsent, review } = await closeOutbox(phone.database)
      if (unsent + review > 0) return phone.sendNow()
      const { eraseOrder } = await readNumbering(phone.database)
      await people.change(memberId, { eraseOrder: eraseOrder ?? deviceId })
      sentinel.forget(memberId)
      phone.tellGone('erased')
      await onOrdered()
      // An exchange that was just ending may have noted it once more.
      sentinel.forget(memberId)
      await carryOutOrders()
    },
  }
}
