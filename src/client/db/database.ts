// One database per person. Everything of weight in it is sealed before it comes here; plain are only numbers, ids and
// cursors. What a person saved is written with strict durability: Chromium's default may lose it with the power.
import { Dexie, type EntityTable, type Table } from 'dexie'
import type { Scope } from '#domain/tables.ts'
import type { Answer as SaidAnswer } from '#protocol/sync.ts'
import type { Sealed } from '../vault/seal.ts'
import { giveWay } from './connection.ts'

/** A command that the ward has not answered. Its number is its place in the order of sending. */
export interface OutboxEntry {
  seq: number
  id: string
  sealed: Sealed
}

/** Commands that the ward took, kept for 30 days in case the server is restored from a backup (archive.ts). */
export interface ArchiveEntry extends OutboxEntry {
  answeredAt: number
  /** How many they are; `seq` and `id` are those of the first. */
  count: number
  /** Which of this phone's numberings `seq` belongs to: each new device id begins another. */
  numbering: number
}

/** A command that the ward refused or could not decide, with its reason. */
export type ReviewEntry = OutboxEntry

/** Something that the ward told this member, until they have seen it. */
export interface NoticeEntry {
  id: string
  sealed: Sealed
}

/** What this phone's person did about a notice or a refused command, until the ward has heard it. */
export type AnswerEntry = SaidAnswer

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
  /** The scope is coming anew, beside what is here, up to this number and in pages from this one on. */
  refill?: Refill
  /** When it was last found to differ from the ward's, milliseconds since 1970. */
  differedAt?: number
}

export interface Refill {
  cursor: number
  fromPage: number
}

export interface MetaEntry {
  key: string
  value: number | string | Sealed
}

export interface PhoneDatabase extends Dexie {
  outbox: EntityTable<OutboxEntry, 'seq'>
  archive: EntityTable<ArchiveEntry, 'id'>
  review: EntityTable<ReviewEntry, 'id'>
  notices: EntityTable<NoticeEntry, 'id'>
  answers: EntityTable<AnswerEntry, 'id'>
  drafts: EntityTable<DraftEntry, 'key'>
  pages: Table<PageEntry, [Scope, number]>
  rows: Table<RowEntry, [Scope, string]>
  scopes: EntityTable<ScopeEntry, 'scope'>
  meta: EntityTable<MetaEntry, 'key'>
}

export function openPhoneDatabase(name: string): PhoneDatabase {
  const database = new Dexie(name, {
    chromeTransactionDurability: 'strict',
    cache: 'disabled',
  }) as PhoneDatabase
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
  database
    .version(2)
    .stores({ archive: 'id, answeredAt, [answeredAt+count]', notices: 'id', answers: 'id' })
    .upgrade((transaction) =>
      transaction
        .table('archive')
        .toCollection()
        .modify((entry: ArchiveEntry) => Object.assign(entry, { count: 1, numbering: 0 })),
    )
  giveWay(database)
  return database
}
