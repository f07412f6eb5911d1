// The line of an open phone: this person's database, key and view, and the way to the server.
import { nextPageHeader, paths, pathTo } from '#protocol/paths.ts'
import type { RescueFile } from '#protocol/rescue.ts'
import { maxCommandsPerPush } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { PhoneDatabase } from '../db/database.ts'
import type { Person } from '../db/people.ts'
import type { Api } from '../http/api.ts'
import type { Http } from '../http/http.ts'
import { loadOnce } from '../http/loadOnce.ts'
import type { Line } from '../sync/line.ts'
import { createView } from '../view/view.ts'
import { actorOf } from './actorOf.ts'

const loadSchemas = loadOnce(() => import('../sync/exchange/heardSchemas.ts'))

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
  /** The server's clock less this phone's, in milliseconds. */
  readonly onClockOffset: (offset: number) => void
  /** This phone goes by another device id from now on. */
  readonly onNewDevice: (deviceId: string) => Promise<void>
  /** Throws a Problem. */
  readonly makeRescueFile: () => Promise<RescueFile>
}

export function createLine(options: LineOptions): Line {
  const { api, http, clock, newId, key, person, deviceName: name } = options
  /** One that was not taken into use is announced again, so that the server knows no more of them than there are. */
  let announced: string | undefined
  const line: Line = {
    database: options.database,
    key,
    view: createView(() => actorOf(person()), clock),
    wardId: person().wardId,
    deviceId: () => person().deviceId,
    clock,
    appVersion: options.appVersion,
    batchSize: maxCommandsPerPush,
    restarts: 0,
    isAnew: false,
    async sync(body) {
      const askedAt = performance.now()
      const { signal } = line
      const { heardReplySchema } = await loadSchemas()
      // Somebody else may have come in since this exchange began.
      const { memberId: member } = person()
      const reply = await http(heardReplySchema, paths.sync, { method: 'POST', body, member, signal })
      const way = (performance.now() - askedAt) / 2
      options.onClockOffset(Math.round(reply.serverTime + way - clock()))
      return reply
    },
    async snapshot(scope, after, onNext) {
      const { signal } = line
      const { heardPageSchema } = await loadSchemas()
      return http(
        heardPageSchema,
        `${pathTo(paths.snapshot, { scope })}?after=${after}&protocol=${protocolVersion}`,
        {
          signal,
          onHeaders(headers) {
            const next = Number(headers.get(nextPageHeader))
            if (next > after) onNext?.(next)
          },
        },
      )
    },
    async announceDevice() {
      announced ??= newId()
      // This page holds only a key that cannot be read: the copy is left at the next unlock (rare/leaveKey.ts).
      await api.keepDevice(announced, { name })
      return announced
    },
    async followDevice(deviceId) {
      announced = undefined
      await options.onNewDevice(deviceId)
    },
    async rescue() {
      await api.sendRescue(await options.makeRescueFile())
    },
  }
  return line
}
