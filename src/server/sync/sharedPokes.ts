// Pokes among several servers on one PostgreSQL. What moves here is told here at once, and to the others by a message.
// A message may be lost (while a connection breaks, nobody listens), so the heads of all scopes are looked at as well: now
// and then, and whenever listening begins anew.
import * as v from 'valibot'
import { pokeSchema, type Poke } from '#protocol/events.ts'
import type { ServerContext } from '../context.ts'
import { readAllHeads } from '../store/heads.ts'
import { listen, notify } from '../store/listen.ts'
import { chunks } from '../store/rows.ts'
import { createPokes, type Pokes } from './pokes.ts'

/** `from`: the server that says it, which has told its own already. */
const messageSchema = v.object({
  from: v.string(),
  wardId: v.string(),
  by: v.nullable(v.string()),
  pokes: v.array(pokeSchema),
  /** A member who is to be woken. What is not heard here the phone asks for by itself after some minutes. */
  woken: v.optional(v.string()),
})

/** Each takes some 80 bytes, and a message has room for 8,000. */
const pokesPerMessage = 60
const lookEvery = 15_000

export function sharePokes(
  { db, log, newId }: Pick<ServerContext, 'db' | 'log' | 'newId'>,
  databaseUrl: string,
  restBetweenLooks = lookEvery,
): Pokes {
  const here = createPokes()
  const self = newId()
  /** The latest head of each scope that was told here. */
  const told = new Map<string, number>()
  let saying = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const keyOf = (wardId: string, scope: string) => `${wardId} ${scope}`

  function tellHere(wardId: string, pokes: readonly Poke[], by?: string): void {
    for (const { scope, head } of pokes) {
      const key = keyOf(wardId, scope)
      told.set(key, Math.max(head, told.get(key) ?? 0))
    }
    here.publish(wardId, pokes, by)
  }

  async function tellOthers(wardId: string, pokes: readonly Poke[], by?: string): Promise<void> {
    for (const some of chunks(pokes, pokesPerMessage))
      await notify(db, JSON.stringify({ from: self, wardId, by: by ?? null, pokes: some }))
  }

  /** One message after another. */
  function say(work: () => Promise<void>): void {
    saying = saying.then(work).catch(warn('other servers were not told'))
  }

  function hear(text: string): void {
    const message = v.safeParse(messageSchema, parse(text))
    // A server of another version may say it otherwise; the next look finds what it meant.
    if (!message.success || message.output.from === self) return
    const { wardId, pokes, by, woken } = message.output
    tellHere(wardId, pokes, by ?? undefined)
    if (woken !== undefined) here.wake(wardId, woken)
  }

  async function look(): Promise<void> {
    const heads = await readAllHeads(db)
    const moved = heads.filter(({ wardId, scope, head }) => head > (told.get(keyOf(wardId, scope)) ?? 0))
    for (const [wardId, pokes] of Map.groupBy(moved, (one) => one.wardId)) {
      tellHere(
        wardId,
        pokes.map(({ scope, head }) => ({ scope, head })),
      )
    }
  }

  function lookNow(): void {
    clearTimeout(timer)
    void look()
      .catch(warn('scopes could not be looked at'))
      .finally(() => {
        clearTimeout(timer)
        if (!isClosed) timer = setTimeout(lookNow, restBetweenLooks).unref()
      })
  }

  const warn = (what: string) => (err: unknown) => {
    if (!isClosed) log.warn({ err }, what)
  }

  const listening = listen(databaseUrl, {
    hear,
    onOpen: lookNow,
    onBroken: warn('other servers are not heard'),
  })
  lookNow()
  return {
    ...here,
    publish(wardId, pokes, by) {
      tellHere(wardId, pokes, by)
      say(() => tellOthers(wardId, pokes, by))
    },
    wake(wardId, memberId) {
      here.wake(wardId, memberId)
      say(() => notify(db, JSON.stringify({ from: self, wardId, by: null, pokes: [], woken: memberId })))
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await Promise.all([saying, listening.close()])
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
