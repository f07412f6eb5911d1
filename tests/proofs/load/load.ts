// Thousands of phones work with the real server; then it is started anew, and all of them, each with something unsent,
// come back in the same moment. Figures are printed and judged by nobody; only a lost or doubled command is a failure.
import { setTimeout as sleep } from 'node:timers/promises'
import { checkStore } from '../../support/checkStore.ts'
import { createFieldWork, type FieldWork } from '../../support/fieldWork.ts'
import { startRoundRobin } from '../../support/roundRobin.ts'
import { seedWard, type SeededWard } from '../../support/seedWard.ts'
import { startServer, type ServerProcess } from '../../support/serverProcess.ts'
import { openStoreOf } from '../../support/storeOf.ts'
import { tally, type Tally } from '../../support/tally.ts'
import { moveNowAndThen, type TeamMoves } from '../../support/teamMoves.ts'
import { aLoadPhone, type LoadPhone, type Meter } from './loadPhone.ts'
import { watchMemory, type Memory } from './memory.ts'

export interface LoadOptions {
  readonly phones: number
  /** How long the phones work before the server is started anew, in seconds. */
  readonly seconds: number
  readonly seed: number
  /** Left out, SQLite. */
  readonly databaseUrl?: string
  /** More than one only on PostgreSQL, behind a proxy that gives each request to the next. */
  readonly servers?: number
}

export interface PhaseFigures {
  readonly seconds: number
  readonly commands: number
  readonly syncs: number
  readonly commandsPerSecond: number
  readonly syncsPerSecond: number
  readonly p50: number
  readonly p95: number
  readonly max: number
  readonly pokes: number
  readonly errors: Record<string, number>
}

export interface LoadFigures extends Tally {
  readonly phones: number
  readonly streams: number
  readonly work: PhaseFigures
  readonly herd: PhaseFigures
  /** Assists and residents that went to another team while the phones worked. */
  readonly moved: number
  /** Phones that had not got through after the longest that the proof waits; they were heard afterwards. */
  readonly unheard: number
  readonly memory: Memory
  /** Requests that went to each server; empty for a single one. */
  readonly passed: readonly number[]
}

const phonesPerTeam = 25
const membersPerTeam = 5
const listeningShare = 0.25
const commandsEach = 3
const patience = 180_000

export async function load(options: LoadOptions): Promise<LoadFigures> {
  const { phones: many, seconds, seed, databaseUrl, servers: count = 1 } = options
  const env = {
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  }
  const servers: ServerProcess[] = []
  for (let n = 0; n < count; n++) servers.push(await startServer({ env }))
  const [first] = servers
  if (!first) throw new Error('No server was asked for')
  const proxy = count > 1 ? await startRoundRobin(servers.map(({ url }) => url)) : undefined
  const url = proxy?.url ?? first.url
  const context = openStoreOf(first, databaseUrl, env.MASTER_KEY)
  const memory = watchMemory(servers)
  let phones: LoadPhone[] = []
  let moves: TeamMoves | undefined
  try {
    const ward = await seedWard(context, { teams: Math.ceil(many / phonesPerTeam), membersPerTeam })
    const work = createFieldWork(ward, seed)
    let meter = newMeter()
    phones = await makePhones(url, ward, many, () => meter)
    memory.mark('before')
    const listening = phones.filter(() => work.random.chance(listeningShare))
    for (const phone of listening) phone.listen()
    await until(() => listening.every((phone) => phone.isListening()))

    meter = newMeter()
    moves = moveNowAndThen(url, ward, work, [200, 800])
    const worked = await measure(phones, meter, () => workAtRandomMoments(phones, work, seconds))
    await moves.stop()
    await Promise.all(servers.map((server) => server.stop()))
    for (const { phone, member } of phones)
      for (let n = 0; n < commandsEach; n++) work.doSomething(phone, member.actor)
    await Promise.all(servers.map((server) => server.start()))
    meter = newMeter()
    const herd = await measure(phones, meter, async () => {
      for (const phone of phones) phone.wake()
    })
    memory.mark('after')

    await Promise.all(phones.map((phone) => phone.stop()))
    // Whoever a crowded machine has made wait for too long is not lost: they say it now, one after another.
    const unheard = phones.filter(({ phone }) => phone.outbox.length > 0)
    for (const { phone } of new Set([...unheard, ...watchersOf(phones)])) await phone.syncAll()
    await Promise.all(servers.map((server) => server.stop()))
    const store = await checkStore(context, ward.wardId)
    const said = phones.map(({ phone }) => phone)
    return {
      ...tally(said, store),
      phones: many,
      streams: listening.length,
      work: worked,
      moved: moves.moved(),
      unheard: unheard.length,
      herd,
      memory: memory.read(),
      passed: proxy?.passed ?? [],
    }
  } finally {
    await Promise.all(phones.map((phone) => phone.stop()))
    memory.stop()
    await context.db.close()
    await proxy?.close()
    for (const server of servers) await server.remove()
    await moves?.stop()
  }
}

/** One phone of each team keeps its rows and checks every sum; the others begin from what it has heard. */
async function makePhones(
  url: string,
  ward: SeededWard,
  many: number,
  meter: () => Meter,
): Promise<LoadPhone[]> {
  const phones: LoadPhone[] = []
  for (const { members } of ward.teams) {
    const makeOne = async (n: number, options: Parameters<typeof aLoadPhone>[3]) => {
      const member = members[n % members.length]
      if (!member) throw new Error('A team without members')
      const made = aLoadPhone(url, member, meter, options)
      await made.phone.register()
      return made
    }
    const watcher = await makeOne(0, { keepsRows: true })
    await watcher.phone.syncAll()
    const from = { epoch: watcher.phone.epoch, cursors: watcher.phone.cursors }
    const others = Math.min(phonesPerTeam, many - phones.length) - 1
    const made = Array.from({ length: others }, (_, n) => makeOne(n + 1, { from, keepsRows: false }))
    phones.push(watcher, ...(await Promise.all(made)))
  }
  return phones
}

function watchersOf(phones: readonly LoadPhone[]): LoadPhone[] {
  return phones.filter(({ phone }) => phone.rows.size > 0)
}

/** Each phone saves a few times, at moments of its own, and sends at once. */
async function workAtRandomMoments(
  phones: readonly LoadPhone[],
  work: FieldWork,
  seconds: number,
): Promise<void> {
  const moments = phones
    .flatMap((phone) =>
      Array.from({ length: commandsEach }, () => ({ phone, at: work.random.next() * seconds })),
    )
    .sort((a, b) => a.at - b.at)
  const begun = performance.now()
  for (const { phone, at } of moments) {
    const early = at * 1_000 - (performance.now() - begun)
    if (early > 5) await sleep(early)
    work.doSomething(phone.phone, phone.member.actor)
    phone.wake()
  }
}

async function measure(
  phones: readonly LoadPhone[],
  meter: Meter,
  work: () => Promise<void>,
): Promise<PhaseFigures> {
  const answered = () => phones.reduce((sum, { phone }) => sum + phone.outcomes.size, 0)
  const before = answered()
  const begun = performance.now()
  await work()
  await until(() => phones.every(({ phone }) => phone.outbox.length === 0))
  const seconds = (performance.now() - begun) / 1_000
  const commands = answered() - before
  const times = [...meter.times].sort((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0)
  return {
    seconds: Math.round(seconds * 10) / 10,
    commands,
    syncs: times.length,
    commandsPerSecond: Math.round(commands / seconds),
    syncsPerSecond: Math.round(times.length / seconds),
    p50: at(0.5),
    p95: at(0.95),
    max: at(1),
    pokes: meter.pokes,
    errors: { ...meter.errors },
  }
}

function newMeter(): Meter {
  return { times: [], errors: {}, pokes: 0 }
}

/** What is not so after a long while shows in the figures. */
async function until(isSo: () => boolean): Promise<void> {
  for (const latest = Date.now() + patience; !isSo() && Date.now() < latest;) await sleep(20)
}
