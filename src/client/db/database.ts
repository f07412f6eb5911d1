// One database per person and device. Everything of weight in it is sealed before it comes here; plain are only numbers,
// ids and cursors. What a person saved is written with strict durability: Chromium's default may lose it with the power.
import { Dexie, type EntityTable } from 'dexie'
import type { Sealed } from '../vault/seal.ts'

/** A command that the ward has not answered. Its number is its place in the order of sending. */
export interface OutboxEntry {
  seq: number
  id: string
  sealed: Sealed
}

/** A form that was begun and not saved. */
export interface DraftEntry {
  key: string
  savedAt: number
  sealed: Sealed
}

export interface MetaEntry {
  key: string
  value: number | string
}

export interface PhoneDatabase extends Dexie {
  outbox: EntityTable<OutboxEntry, 'seq'>
  drafts: EntityTable<DraftEntry, 'key'>
  meta: EntityTable<MetaEntry, 'key'>
}

export function openPhoneDatabase(name: string): PhoneDatabase {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' }) as PhoneDatabase
  database.version(1).stores({ outbox: 'seq, &id', drafts: 'key', meta: 'key' })
  return database
}
