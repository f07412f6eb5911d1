// One database per person. Everything of weight in it is sealed before it comes here; plain are only numbers, ids and
// cursors. What a person saved is written with strict durability: Chromium's default may lose it with the power.
import { Dexie, type EntityTable, type Table } from 'dexie'
import type { Scope } from '#domain/tables.ts'
import type { Sealed } from '../vault/seal.ts'

/** A command that the ward has not answered. Its number is its place in the order of sending. */
export interface OutboxEntry {
  seq: number
  id: string
  sealed: Sealed
}

/** A command that the ward took, kept for 30 days in case the server is restored from a backup. */
export interface ArchiveEntry extends OutboxEntry {
  answeredAt: number
}

/** A command that the ward refused or could not decide, with its reason. */
export type ReviewEntry = OutboxEntry

/** A form that was begun and not saved. */
export interface DraftEntry {
  key: string
  savedAt: number
  sealed: Sealed
}

/** A pack of rows of one scope, sealed together. */
export interface PageEntry {
  scope: Scope
  page: number
  count: number
  sealed: Sealed
}

/** A row that came after its scope's pages, sealed by itself. `key` is the row's place (domain/tables rowKey). */
export interface RowEntry {
  scope: Scope
  key: string
  sealed: Sealed
}

/** How far a scope has been heard. */
export interface ScopeEntry {
  scope: Scope
  cursor: number
  /** Whether the first fill came to its end. */
  filled: 0 | 1
}

export interface MetaEntry {
  key: string
  value: number | string | Sealed
}

export interface PhoneDatabase extends Dexie {
  outbox: EntityTable<OutboxEntry, 'seq'>
  archive: EntityTable<ArchiveEntry, 'id'>
  review: EntityTable<ReviewEntry, 'id'>
  drafts: EntityTable<DraftEntry, 'key'>
  pages: Table<PageEntry, [Scope, number]>
  rows: Table<RowEntry, [Scope, string]>
  scopes: EntityTable<ScopeEntry, 'scope'>
  meta: EntityTable<MetaEntry, 'key'>
}

export function openPhoneDatabase(name: string): PhoneDatabase {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' }) as PhoneDatabase
  database.version(1).stores({
    outbox: 'seq, &id',
    archive: 'id, answeredAt',
    review: 'id',
    drafts: 'key, savedAt',
    pages: '[scope+page]',
    rows: '[scope+key], scope',
    scopes: 'scope',
    meta: 'key',
  })
  return database
}
