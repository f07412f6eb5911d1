// The real server gets SIGKILL at random moments while phones push and records move between teams, and is started again. Afterwards every command that
// got an outcome is there exactly once, every other one got it when it was sent again, and the store is whole.
import { setTimeout as sleep } from 'node:timers/promises'
import { checkStore } from '../../support/checkStore.ts'
import { createFieldWork, type FieldWork } from '../../support/fieldWork.ts'
import { aPlainPhone, NoReply, type PlainPhone } from '../../support/plainPhone.ts'
import { seedWard, type SeededMember } from '../../support/seedWard.ts'
import { startServer } from '../../support/serverProcess.ts'
import { openStoreOf } from '../../support/storeOf.ts'
import { tally, type Tally } from '../../support/tally.ts'
import { moveNowAndThen, type TeamMoves } from '../../support/teamMoves.ts'

export interface KillFigures extends Tally {
  readonly kills: number
  readonly phones: number
  /** Requests that a kill cut off. */
  readonly cutOff: number
  /** Commands in them that the server had kept all the same: their answer was lost, not they. */
  readonly keptThoughCutOff: number
  /** Assists and residents that went to another team meanwhile. */
  readonly moved: number
}

export interface KillOptions {
  readonly kills: number
  readonly phones: number
  readonly seed: number
  /** Left out, SQLite. */
  readonly databaseUrl?: string
}

/** The most commands that a phone gathers before it speaks. */
const aLongDay = 60
/** What waits on a phone while the server is down: however long that takes, it is sent within the time of a test. */
const longestOutbox = 200

export async function killServer({
  kills,
  phones: many,
  seed,
  databaseUrl,
}: KillOptions): Promise<KillFigures> {
  const server = await startServer({ env: databaseUrl ? { DATABASE_URL: databaseUrl } : {} })
  const context = openStoreOf(server, databaseUrl)
  let moves: TeamMoves | undefined
  try {
    const ward = await seedWard(context, { teams: 3, membersPerTeam: Math.ceil(many / 3) })
    const members = ward.teams.flatMap((team) => team.members).slice(0, many)
    const work = createFieldWork(ward, seed)
    const users = members.map((member) => aUser(server.url, member, work))
    for (const { phone } of users) await phone.register()
    let isOver = false
    const using = Promise.all(users.map((user) => user.use(() => isOver)))
    using.catch(() => undefined)
    moves = moveNowAndThen(server.url, ward, work, [50, 400])
    for (let kill = 0; kill < kills; kill++) {
      await sleep(100 + work.random.next() * 700)
      await server.stop('SIGKILL')
      await server.start()
    }
    isOver = true
    await using
    await moves.stop()
    const phones = users.map(({ phone }) => phone)
    for (const phone of phones) await phone.syncAll()
    const readers = ward.teams.map(({ members: [first] }) => first && aUser(server.url, first, work).phone)
    for (const reader of readers) {
      await reader?.register()
      await reader?.syncAll()
    }
    await server.stop()
    const store = await checkStore(context, ward.wardId)
    const result = tally(phones, store)
    for (const reader of readers) result.wrongs.push(...(reader?.wrongs ?? []))
    const cut = users.flatMap((user) => [...user.cutAt])
    const isKeptBefore = ([id, at]: [string, number]) =>
      (store.commands.get(id)?.receivedAt ?? Infinity) <= at
    return {
      ...result,
      kills,
      phones: many,
      cutOff: users.reduce((sum, user) => sum + user.cutOff(), 0),
      keptThoughCutOff: cut.filter(isKeptBefore).length,
      moved: moves.moved(),
    }
  } finally {
    await context.db.close()
    await server.remove()
    await moves?.stop()
  }
}

interface User {
  readonly phone: PlainPhone
  /** When a request with this command was cut off first. */
  readonly cutAt: ReadonlyMap<string, number>
  cutOff(): number
  /** Works and sends until it is over. */
  use(isOver: () => boolean): Promise<void>
}

function aUser(url: string, { actor, cookie }: SeededMember, work: FieldWork): User {
  const cutAt = new Map<string, number>()
  let cuts = 0
  const phone = aPlainPhone({
    fetch: (path, init = {}) =>
      fetch(`${url}${String(path)}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), cookie },
      }),
  })
  return {
    phone,
    cutAt,
    cutOff: () => cuts,
    async use(isOver) {
      while (!isOver()) {
        const many = work.random.chance(0.1) ? aLongDay : work.random.between(0, 3)
        for (let n = 0; n < many && phone.outbox.length < longestOutbox; n++) work.doSomething(phone, actor)
        try {
          await phone.sync()
          await sleep(work.random.between(0, 40))
        } catch (error) {
          // A server that is being killed says nothing; one that says anything else than a reply is at fault.
          if (error instanceof NoReply || !(error instanceof TypeError)) throw error
          cuts++
          for (const { id } of phone.outbox) if (!cutAt.has(id)) cutAt.set(id, Date.now())
          await sleep(50)
        }
      }
    },
  }
}
