// Under which device id this phone's commands are numbered. It lies beside the numbers it belongs to, so that both change
// in one transaction (numberAnew.ts); what the door knows of it (people.ts) follows.
import type { MetaEntry, PhoneDatabase } from './database.ts'

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

export async function readNumbering({ meta }: PhoneDatabase): Promise<Numbering> {
  const [deviceId, numbering, lastSeq, eraseOrder] = await meta.bulkGet([
    deviceIdKey,
    numberingKey,
    lastSeqKey,
    eraseOrderKey,
  ])
  return {
    deviceId: toText(deviceId?.value),
    eraseOrder: toText(eraseOrder?.value),
    numbering: Number(numbering?.value ?? 0),
    lastSeq: Number(lastSeq?.value ?? 0),
  }
}

function toText(value: MetaEntry['value'] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
