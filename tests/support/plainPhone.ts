// A phone as the server sees it: it speaks the protocol and keeps what it must, without the client. Proofs that need many
// phones, or phones outside a browser, use it; it notes whatever a server must never do.
import { gzipSync } from 'node:zlib'
import { v7 } from 'uuid'
import type { CommandArgs, CommandName } from '#domain/commands.ts'
import { rowKey, type Scope } from '#domain/tables.ts'
import { addCheck, rowCheck } from '#protocol/checksum.ts'
import { paths } from '#protocol/paths.ts'
import {
  maxCommandsPerPush,
  type Outcome,
  type SyncReplyToSend,
  type WireCommand,
  type WireRow,
} from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'

export interface PlainPhone {
  readonly deviceId: string
  /** Commands without an outcome, in their order. */
  readonly outbox: readonly WireCommand[]
  /** By the id of the command. */
  readonly outcomes: ReadonlyMap<string, Outcome>
  /** By place; empty for a phone that only counts. */
  readonly rows: ReadonlyMap<string, WireRow>
  readonly cursors: ReadonlyMap<Scope, number>
  /** Of the store that the cursors belong to. */
  readonly epoch: string | null
  /** What the server said that it must never say, in words. */
  readonly wrongs: readonly string[]
  /** Makes this phone known to the server. */
  register(): Promise<void>
  save<N extends CommandName>(name: N, args: CommandArgs<N>, base?: number): WireCommand
  /** One exchange; throws NoReply, or what fetch throws. Whether there is more to say or hear. */
  sync(): Promise<boolean>
  /** Exchanges until everything is said and heard. */
  syncAll(): Promise<void>
}

export interface PlainPhoneOptions {
  /** With this member's cookie. */
  readonly fetch: typeof globalThis.fetch
  readonly clock?: () => number
  readonly deviceId?: string
  /** Where it begins: what another phone of the same member has heard. */
  readonly from?: { readonly epoch: string | null; readonly cursors: ReadonlyMap<Scope, number> }
  /** Rows cost memory; a phone without them checks no sums. */
  readonly keepsRows?: boolean
}

/** The server answered, but not with what was asked for. */
export class NoReply extends Error {
  readonly status: number
  /** Seconds. */
  readonly retryAfter: number

  constructor(answer: Response, body: string) {
    super(`${answer.status} ${body.slice(0, 200)}`)
    this.name = 'NoReply'
    this.status = answer.status
    this.retryAfter = Number(answer.headers.get('retry-after') ?? 0)
  }
}

const worthCompressing = 1500

export function aPlainPhone(options: PlainPhoneOptions): PlainPhone {
  const { fetch, clock = Date.now, deviceId = v7(), keepsRows = true } = options
  let seq = 0
  const outbox: WireCommand[] = []
  const outcomes = new Map<string, Outcome>()
  const rows = new Map<string, WireRow>()
  const held = new Map<Scope, Map<string, number>>()
  const cursors = new Map(options.from?.cursors)
  const wrongs: string[] = []
  let epoch = options.from?.epoch ?? null

  async function ask(method: string, path: string, body: unknown): Promise<unknown> {
    const text = JSON.stringify(body)
    const isLong = text.length > worthCompressing
    const answer = await fetch(path, {
      method,
      headers: { 'content-type': 'application/json', ...(isLong ? { 'content-encoding': 'gzip' } : {}) },
      body: isLong ? new Uint8Array(gzipSync(text)) : text,
    })
    const content = await answer.text()
    if (!answer.ok) throw new NoReply(answer, content)
    return JSON.parse(content)
  }

  function hear(reply: SyncReplyToSend, sent: readonly WireCommand[]): void {
    const waiting = new Set(sent.map(({ id }) => id))
    if (reply.fork) wrongs.push('took this phone for a copy')
    if (reply.gap) wrongs.push('has forgotten what this phone had sent')
    if (reply.erase) wrongs.push('wants this phone to be erased')
    for (const { id, outcome, rows: made } of reply.outcomes) {
      if (!waiting.has(id)) wrongs.push(`gave an outcome to ${id}, which was not sent`)
      outcomes.set(id, outcome)
      if (keepsRows) for (const row of made) keep(row)
    }
    if (reply.outcomes.length < sent.length)
      wrongs.push(`left ${sent.length - reply.outcomes.length} unanswered`)
    outbox.splice(0, outbox.length, ...outbox.filter(({ id }) => !outcomes.has(id)))
    for (const changes of reply.scopes) hearScope(changes)
    epoch = reply.epoch
  }

  function hearScope({
    scope,
    to,
    more,
    rows: news,
    removed,
    replaces,
    count,
    checksum,
  }: SyncReplyToSend['scopes'][number]) {
    const before = cursors.get(scope) ?? 0
    if (replaces) wrongs.push(`begins ${scope} anew`)
    if (to < before) wrongs.push(`went back in ${scope} from ${before} to ${to}`)
    cursors.set(scope, to)
    if (!keepsRows) return
    const standing = held.get(scope) ?? new Map<string, number>()
    held.set(scope, standing)
    for (const row of news) {
      keep(row)
      standing.set(rowKey(row.table, row.id), row.ver)
    }
    for (const { table, id } of removed) standing.delete(rowKey(table, id))
    if (more) return
    const sum = [...standing].reduce((total, [key, ver]) => addCheck(total, rowCheck(key, ver)), 0)
    if (standing.size !== count || sum !== checksum)
      wrongs.push(
        `skipped something in ${scope}: ${standing.size} rows of ${count}, sum ${sum} of ${checksum}`,
      )
  }

  function keep(row: WireRow): void {
    const key = rowKey(row.table, row.id)
    if ((rows.get(key)?.ver ?? -1) < row.ver) rows.set(key, row)
  }

  const phone: PlainPhone = {
    deviceId,
    outbox,
    outcomes,
    rows,
    cursors,
    wrongs,
    get epoch() {
      return epoch
    },
    async register() {
      const path = paths.device.replace(':deviceId', deviceId)
      await ask('PUT', path, { name: 'máy thử', dataKey: 'a'.repeat(44) })
    },
    save(name, args, base = 0) {
      const command = { id: v7(), seq: ++seq, name, args, at: clock(), base }
      outbox.push(command)
      return command
    },
    async sync() {
      const sent = outbox.slice(0, maxCommandsPerPush)
      const reply = (await ask('POST', paths.sync, {
        protocol: protocolVersion,
        deviceId,
        epoch,
        commands: sent,
        cursors: Object.fromEntries(cursors),
        status: {
          unsent: outbox.length,
          oldestUnsentAt: outbox[0]?.at ?? null,
          appVersion: 'proof',
          now: clock(),
        },
      })) as SyncReplyToSend
      hear(reply, sent)
      return outbox.length > 0 || reply.scopes.some(({ more }) => more)
    },
    async syncAll() {
      for (let more = true; more;) more = await phone.sync()
    },
  }
  return phone
}
