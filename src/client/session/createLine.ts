// The line of an open phone: this person's database, key and view, and the way to the server.
import type { Actor } from '#domain/permissions.ts'
import { paths, pathTo } from '#protocol/paths.ts'
import { snapshotPageSchema } from '#protocol/snapshot.ts'
import { maxCommandsPerPush, syncReplySchema } from '#protocol/sync.ts'
import type { PhoneDatabase } from '../db/database.ts'
import type { Person } from '../db/people.ts'
import type { Api } from '../http/api.ts'
import type { Http } from '../http/http.ts'
import type { Line } from '../sync/line.ts'
import { toBase64 } from '../vault/base64.ts'
import { newDataKey } from '../vault/pin.ts'
import { createView } from '../view/view.ts'

export interface LineOptions {
  readonly http: Http
  readonly api: Api
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly newId: () => string
  readonly database: PhoneDatabase
  readonly appVersion: string
  readonly deviceName: string
  readonly key: CryptoKey
  /** As the ward has them now. */
  readonly person: () => Person
  /** This phone goes by another device id from now on. */
  readonly onNewDevice: (deviceId: string) => Promise<void>
}

export function createLine(options: LineOptions): Line {
  const { api, http, clock, newId, key, person, deviceName: name } = options
  return {
    database: options.database,
    key,
    view: createView(() => actorOf(person()), clock),
    wardId: person().wardId,
    deviceId: () => person().deviceId,
    clock,
    appVersion: options.appVersion,
    batchSize: maxCommandsPerPush,
    sync: (body) => http(syncReplySchema, paths.sync, { method: 'POST', body }),
    snapshot: (scope, after) =>
      http(snapshotPageSchema, `${pathTo(paths.snapshot, { scope })}?after=${after}`),
    async becomeNewDevice() {
      // This page holds only a key that cannot be read: its copy is asked for under the old device id.
      const { dataKey } = await api.keepDevice(person().deviceId, { name, dataKey: toBase64(newDataKey()) })
      const deviceId = newId()
      await api.keepDevice(deviceId, dataKey === null ? { name } : { name, dataKey })
      await options.onNewDevice(deviceId)
    },
  }
}

export function actorOf({ memberId, role, teamIds }: Person): Actor {
  return { memberId, role, teamIds }
}
