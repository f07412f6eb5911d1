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
  /** As the door knows it; the numbers on the disk may belong to a newer one (db/numbering.ts). */
  readonly deviceId: () => string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly appVersion: string
  /** How many commands go at once; fewer after the server found a request too large. */
  batchSize: number
  /** How often the line was begun anew since the last good reply. */
  restarts: number
  /** Aborted when what runs is given up. */
  signal?: AbortSignal | undefined
  /** How far the view shows what lies on the disk; undefined until that is known. */
  shownTo?: ReadonlyMap<Scope, number> | undefined
  /** It took a new device id and has had no good reply since. */
  isAnew: boolean
  /** Throws a Problem. */
  readonly sync: (request: SyncRequest) => Promise<SyncReply>
  /** `onNext` hears where the next page begins before this one has come. Throws a Problem. */
  readonly snapshot: (scope: Scope, after: number, onNext?: (after: number) => void) => Promise<SnapshotPage>
  /** A new device id that the server knows. Throws a Problem. */
  readonly announceDevice: () => Promise<string>
  /** The door is to know it by this id from now on. */
  readonly followDevice: (deviceId: string) => Promise<void>
  /** Leaves a copy of what waits here at the ward, sealed; whoever cannot send it another way. Throws a Problem. */
  readonly rescue: () => Promise<void>
}
