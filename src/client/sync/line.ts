// What one exchange with the ward works on: this person's database, key and view, and the way to the server.
import type { Scope } from '#domain/tables.ts'
import type { SnapshotPage } from '#protocol/snapshot.ts'
import type { SyncReply, SyncRequest } from '#protocol/sync.ts'
import type { PhoneDatabase } from '../db/database.ts'
import type { FedView } from '../view/view.ts'

export interface Line {
  readonly database: PhoneDatabase
  readonly key: CryptoKey
  readonly view: FedView
  readonly wardId: string
  readonly deviceId: () => string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly appVersion: string
  /** How many commands go at once; fewer after the server found a request too large. */
  batchSize: number
  /** Throws a Problem. */
  readonly sync: (request: SyncRequest) => Promise<SyncReply>
  /** Throws a Problem. */
  readonly snapshot: (scope: Scope, after: number) => Promise<SnapshotPage>
  /** The device id is in use by another phone: take a new one, known to the server. */
  readonly becomeNewDevice: () => Promise<void>
}
