// The composition root of the phone: everything it reaches the outside by comes in here as an argument.
import type { Pinia } from 'pinia'
import type { Command, CommandArgs, CommandName } from '#domain/commands.ts'
import type { RescueFile } from '#protocol/rescue.ts'
import { discardDraft, listDrafts, loadDraft, saveDraft } from './db/drafts.ts'
import type { Settled } from './db/exchange/answers.ts'
import { openPeople } from './db/people.ts'
import { createSentinel, type Marks } from './db/sentinel.ts'
import { createApi, type Api } from './http/api.ts'
import { createHttp } from './http/http.ts'
import { createSession, type OpenSession } from './session/createSession.ts'
import type { SessionService } from './session/session.ts'
import { useSessionStore } from './stores/session.ts'
import { useSyncStatusStore } from './stores/syncStatus.ts'
import type { IdMark } from './vault/idNumber.ts'
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
  /** What outlives the database, if the browser gives it. */
  readonly marks?: Marks | undefined
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
  /** Throws the Problem for which a change would not be saved; changes nothing. */
  check<N extends CommandName>(name: N, args: CommandArgs<N>): void
  /** Checks a change, shows it and keeps it durably. Throws the Problem for which nothing was saved. */
  run<N extends CommandName>(name: N, args: CommandArgs<N>, base?: number): Promise<void>
  /**
   * Gives up a command that the ward refused or could not decide, hands it to the lead, or says that another one that was
   * saved already holds it as well.
   */
  settle(commandId: string, as: Settled): Promise<void>
  /** Another command in place of one that was refused. Throws the Problem for which nothing was changed. */
  resend<N extends CommandName>(
    commandId: string,
    name: N,
    args: CommandArgs<N>,
    base?: number,
  ): Promise<void>
  /** A notice is not shown any more, on any phone of this member. */
  seen(noticeId: string): Promise<void>
  /** What was handed to the lead, as long as it lies on this phone: 30 days. */
  findHanded(commandId: string): Promise<Command | undefined>
  /** Sends and hears at once; resolves when the line is quiet again. */
  sendNow(): Promise<void>
  /** What is unsent or refused here, as a sealed file that anybody may carry to the ward. */
  makeRescueFile(): Promise<RescueFile>
  /** What is kept of the 12 digits of an ID card; they themselves are kept nowhere. */
  hashIdNumber(idNumber: string): Promise<IdMark>
}

export function createClient(options: ClientOptions): Client {
  const { clock, newId, pinia, prefix = 'to-so-' } = options
  const http = createHttp(options.fetch, () => session.memberId())
  const api = createApi(http)
  const sentinel = createSentinel(`${prefix}kept`, options.marks)
  const session: OpenSession = createSession({
    http,
    api,
    people: openPeople(`${prefix}people`, sentinel),
    sentinel,
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
    check(name, args) {
      session.phone().check({ id: newId(), name, args, at: clock(), base: 0 })
    },
    async run(name, args, base = 0) {
      await session.phone().save({ id: newId(), name, args, at: clock(), base })
    },
    async resend(commandId, name, args, base = 0) {
      await session.phone().resend(commandId, { id: newId(), name, args, at: clock(), base })
    },
    settle: (commandId, as) => session.phone().settle(commandId, as),
    seen: (noticeId) => session.phone().seen(noticeId),
    findHanded: (commandId) => session.phone().findHanded(commandId),
    sendNow: () => session.phone().sendNow(),
    makeRescueFile: () => session.makeRescueFile(),
    hashIdNumber: (idNumber) => session.hashIdNumber(idNumber),
    drafts: {
      async load<T extends object>(key: string) {
        const { database, key: dataKey } = session.phone()
        return (await loadDraft(database, dataKey, key)) as T | undefined
      },
      async save(key, value) {
        const { database, key: dataKey } = session.phone()
        await saveDraft(database, dataKey, { key, value, savedAt: clock() })
      },
      discard: async (key) => discardDraft(session.phone().database, key),
      list: async () => listDrafts(session.phone().database),
    },
  }
}
