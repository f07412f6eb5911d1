// Under which device id this phone's commands are numbered. It lies beside the numbers it belongs to, so that both change
// in one transaction (numberAnew.ts); what the door knows of it (people.ts) follows.
import type { PhoneDatabase } from './database.ts'
import { readMeta, textIn, type Meta } from './meta.ts'

export interface Numbering {
  /** Undefined while it has never changed: then the door knows it. */
  readonly deviceId: string | undefined
  /** Counts this phone's device ids. */
  readonly numbering: number
  /** The last number that was given. */
  readonly lastSeq: number
  /** The ward has ordered this phone to erase itself, under this device id. */
  readonly eraseOrder: string | undefined
}

export const deviceIdKey = 'deviceId'
export const numberingKey = 'numbering'
export const lastSeqKey = 'lastSeq'
export const eraseOrderKey = 'eraseOrder'
/** When the ward last took everything, milliseconds since 1970. */
export const lastSentKey = 'lastSentAt'

export async function readNumbering(database: PhoneDatabase): Promise<Numbering> {
  return numberingIn(await readMeta(database))
}

export function numberingIn(meta: Meta): Numbering {
  return {
    deviceId: textIn(meta, deviceIdKey),
    eraseOrder: textIn(meta, eraseOrderKey),
    numbering: Number(meta.get(numberingKey) ?? 0),
    lastSeq: Number(meta.get(lastSeqKey) ?? 0),
  }
}
