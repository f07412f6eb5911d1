// The composition root of the phone: everything it reaches the outside by comes in here as an argument.
import type { Pinia } from 'pinia'
import { parseCommand, type CommandArgs, type CommandName } from '#domain/commands.ts'
import { loadDraft, saveDraft } from './db/drafts.ts'
import { openPeople } from './db/people.ts'
import { createApi, type Api } from './http/api.ts'
import { createHttp } from './http/http.ts'
import { createSession, type OpenSession } from './session/createSession.ts'
import type { SessionService } from './session/session.ts'
import { useSessionStore } from './stores/session.ts'
import { useSyncStatusStore } from './stores/syncStatus.ts'
import type { View } from './view/view.ts'

export interface ClientOptions {
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** A new UUID version 7. */
  readonly newId: () => string
  readonly pinia: Pinia
  /** What the names of its databases begin with; two phones in one page differ in it. */
  readonly prefix?: string
  readonly appVersion?: string
  readonly deviceName?: string
}

export interface Drafts {
  load<T extends object>(key: string): Promise<T | undefined>
  save(key: string, value: object): Promise<void>
  discard(key: string): Promise<void>
  /** The newest first; `savedAt` in milliseconds since 1970. */
  list(): Promise<{ key: string; savedAt: number }[]>
}

export interface Client {
  readonly session: SessionService
  readonly api: Api
  readonly drafts: Drafts
  readonly clock: () => number
  readonly newId: () => string
  /** The rows, as they are known on this phone. Throws while it is not open. */
  view(): View
  /** Checks a change, shows it and keeps it durably. Throws the Problem for which nothing was saved. */
  run<N extends CommandName>(name: N, args: CommandArgs<N>, base?: number): Promise<void>
  /** Gives up a command that the ward refused or could not decide; it is gone for good. */
  discardReviewed(commandId: string): Promise<void>
  /** Sends and hears at once; resolves when the line is quiet again. */
  sendNow(): Promise<void>
}

export function createClient(options: ClientOptions): Client {
  const { clock, newId, pinia, prefix = 'to-so-' } = options
  const http = createHttp(options.fetch, () => session.memberId())
  const api = createApi(http)
  const session: OpenSession = createSession({
    http,
    api,
    people: openPeople(`${prefix}people`),
    store: useSessionStore(pinia),
    status: useSyncStatusStore(pinia),
    clock,
    newId,
    prefix,
    appVersion: options.appVersion ?? '',
    deviceName: options.deviceName ?? '',
  })
  return {
    session,
    api,
    clock,
    newId,
    view: () => session.phone().view,
    async run(name, args, base = 0) {
      await session.phone().save(parseCommand({ id: newId(), name, args, at: clock(), base }))
    },
    discardReviewed: (commandId) => session.phone().discardReviewed(commandId),
    sendNow: () => session.phone().sendNow(),
    drafts: {
      async load<T extends object>(key: string) {
        const { database, key: dataKey } = session.phone()
        return (await loadDraft(database, dataKey, key)) as T | undefined
      },
      async save(key, value) {
        const { database, key: dataKey } = session.phone()
        await saveDraft(database, dataKey, { key, value, savedAt: clock() })
      },
      async discard(key) {
        await session.phone().database.drafts.delete(key)
      },
      async list() {
        const entries = await session.phone().database.drafts.orderBy('savedAt').reverse().toArray()
        return entries.map(({ key, savedAt }) => ({ key, savedAt }))
      },
    },
  }
}
