// What is measured inside the browser. Times are milliseconds.
import { Dexie } from 'dexie'
import { createPinia } from 'pinia'
import { v7 } from 'uuid'
import type { CommandArgs } from '#domain/commands.ts'
import { dayAt } from '#domain/period.ts'
import type { WireRow } from '#protocol/sync.ts'
import { createClient, type Client } from '../../src/client/createClient.ts'
import { openPeople } from '../../src/client/db/people.ts'
import { useSessionStore } from '../../src/client/stores/session.ts'
import { unlockKey } from '../../src/client/vault/pin.ts'
import { residentIndexOf } from '../../src/client/view/residentIndex.ts'
import { findResidents, suggestResidents } from '../../src/client/view/residents.ts'

const pin = '428913'
const rowsPerPack = 500

interface BenchPhone {
  client: Client
  prefix: string
  isOnline: boolean
  /** Whether its bytes are counted: reading an answer twice takes time. */
  isCounted: boolean
  sentBytes: number
  heardBytes: number
  fillTime: number
}

const phones: BenchPhone[] = []
let seen = Promise.resolve<number[]>([])
const sharedNow = () => performance.timeOrigin + performance.now()

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function openPhone(phoneNumber: string, password: string): Promise<BenchPhone> {
  const pinia = createPinia()
  const prefix = `bench-${phones.length}-${v7()}-`
  const phone: BenchPhone = {
    client: createClient({
      fetch: (input, init) => counted(phone, input, init),
      clock: Date.now,
      newId: () => v7(),
      pinia,
      prefix,
      appVersion: 'bench',
      deviceName: 'bench',
    }),
    prefix,
    isOnline: true,
    isCounted: false,
    sentBytes: 0,
    heardBytes: 0,
    fillTime: 0,
  }
  const store = useSessionStore(pinia)
  let began = 0
  store.$subscribe(
    () => {
      if (store.phase === 'filling' && began === 0) began = performance.now()
      if (store.phase === 'open' && phone.fillTime === 0) phone.fillTime = performance.now() - began
    },
    { flush: 'sync' },
  )
  await phone.client.session.signIn(phoneNumber, password)
  await phone.client.session.choosePin(pin)
  await phone.client.sendNow()
  phones.push(phone)
  return phone
}

async function counted(phone: BenchPhone, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  if (!phone.isOnline) throw new TypeError('Failed to fetch')
  const { body } = init ?? {}
  phone.sentBytes +=
    body instanceof ArrayBuffer ? body.byteLength : typeof body === 'string' ? body.length : 0
  const answer = await fetch(input, init)
  if (phone.isCounted) phone.heardBytes += (await answer.clone().arrayBuffer()).byteLength
  return answer
}

function aVisit({ client }: BenchPhone, teamId: string): CommandArgs<'recordAssist'> {
  return {
    assistId: client.newId(),
    teamId,
    on: dayAt(Date.now()),
    place: 'home',
    helpMode: 'guided',
    resident: { kind: 'none' },
    items: { [client.newId()]: { kind: 'account', account: 'vneidLevel2' } },
    dossiers: [],
    note: null,
  }
}

const teamOf = ({ client }: BenchPhone) =>
  client
    .view()
    .all('units')
    .find(({ kind }) => kind === 'neighbourhood')?.id ?? ''

function floorDatabase(name: string) {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' })
  database.version(1).stores({ packs: 'n', rows: 'id' })
  return database
}

const bench = {
  async floorFill(): Promise<number> {
    const database = floorDatabase(`floor-${v7()}`)
    await database.open()
    const time = await timed(async () => {
      const rows = (await (await fetch('/floor/rows')).json()) as WireRow[]
      const packs = []
      for (let n = 0; n < rows.length; n += rowsPerPack)
        packs.push({ n, rows: rows.slice(n, n + rowsPerPack) })
      await database.table('packs').bulkPut(packs)
      const held = new Map(rows.map((row) => [`${row.table}/${row.id}`, row]))
      if (held.size !== rows.length) throw new Error('rows are missing')
    })
    await database.delete()
    return time
  },

  async fill(phoneNumber: string, password: string): Promise<{ time: number; rows: number }> {
    const phone = await openPhone(phoneNumber, password)
    const view = phone.client.view()
    const tables = ['units', 'members', 'procedures', 'residents', 'assists', 'dossiers', 'notes'] as const
    const rows = tables.reduce((sum, table) => sum + view.all(table).length, 0)
    // One phone goes on; the others would hear every poke and share its processor.
    if (phones.length > 1) await phones.pop()?.client.session.lock()
    return { time: phone.fillTime, rows }
  },

  async floorSaves(count: number): Promise<number[]> {
    const database = floorDatabase(`floor-${v7()}`)
    await database.open()
    const times: number[] = []
    for (let n = 0; n < count; n++) {
      times.push(
        await timed(() =>
          database.table('rows').put({ id: v7(), on: dayAt(Date.now()), text: 'x'.repeat(300) }),
        ),
      )
    }
    await database.delete()
    return times
  },

  /** Offline, so that only the phone is measured. */
  async saves(count: number): Promise<number[]> {
    const [phone] = phones
    if (!phone) throw new Error('no phone')
    phone.isOnline = false
    const teamId = teamOf(phone)
    const times: number[] = []
    for (let n = 0; n < count; n++) {
      times.push(await timed(() => phone.client.run('recordAssist', aVisit(phone, teamId))))
    }
    return times
  },

  async send(): Promise<{ time: number; commands: number; bytes: number }> {
    const [phone] = phones
    if (!phone) throw new Error('no phone')
    const commands = phone.client.view().pending.length
    await phone.client.sendNow()
    phone.isOnline = true
    phone.sentBytes = 0
    const time = await timed(() => phone.client.sendNow())
    if (phone.client.view().pending.length > 0) throw new Error('not everything was sent')
    return { time, commands, bytes: phone.sentBytes }
  },

  /**
   * The same commands, unsealed: `wire` is one compressed request into one transaction; `whole` also reads them from the
   * disk of the phone and, once acknowledged, puts their rows there in packs and takes them out of the outbox.
   */
  async floorSend(count: number): Promise<{ wire: number; whole: number; bytes: number }> {
    const [phone] = phones
    if (!phone) throw new Error('no phone')
    const teamId = teamOf(phone)
    const database = floorDatabase(`floor-${v7()}`)
    const [outbox, packs] = [database.table('rows'), database.table('packs')]
    await database.open()
    await outbox.bulkAdd(
      Array.from({ length: count }, (_, seq) => {
        return { id: v7(), seq, name: 'recordAssist', args: aVisit(phone, teamId), at: Date.now(), base: 0 }
      }),
    )
    let [wire, bytes] = [0, 0]
    const whole = await timed(async () => {
      const commands = (await outbox.toArray()) as { id: string; args: object }[]
      wire = await timed(async () => {
        const packed = new Blob([JSON.stringify(commands)])
          .stream()
          .pipeThrough(new CompressionStream('gzip'))
        const body = await new Response(packed).arrayBuffer()
        bytes = body.byteLength
        const acknowledged = await fetch('/floor/commands', { method: 'POST', body })
        await acknowledged.json()
      })
      await database.transaction('rw', outbox, packs, async () => {
        for (let n = 0; n < count; n += rowsPerPack)
          await packs.put({ n, rows: commands.slice(n, n + rowsPerPack).map(({ args }) => args) })
        await outbox.bulkDelete(commands.map(({ id }) => id))
      })
    })
    await database.delete()
    return { wire, whole, bytes }
  },

  async quietSync(): Promise<{ sent: number; heard: number }> {
    const [phone] = phones
    if (!phone) throw new Error('no phone')
    await phone.client.sendNow()
    Object.assign(phone, { isCounted: true, sentBytes: 0, heardBytes: 0 })
    await phone.client.sendNow()
    phone.isCounted = false
    return { sent: phone.sentBytes, heard: phone.heardBytes }
  },

  /** One visit after another; when each was tapped, on the clock that all pages of this machine share. */
  async saveEach(assistIds: readonly string[]): Promise<number[]> {
    const [phone] = phones
    if (!phone) throw new Error('no phone')
    const teamId = teamOf(phone)
    const times: number[] = []
    for (const assistId of assistIds) {
      times.push(sharedNow())
      await phone.client.run('recordAssist', { ...aVisit(phone, teamId), assistId })
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    return times
  },

  /** When the view of this phone had each of these visits; they are to be saved elsewhere from now on. */
  seeEach(assistIds: readonly string[]): void {
    const [phone] = phones
    if (!phone) throw new Error('no phone')
    const view = phone.client.view()
    seen = new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('not everything was seen')), 45_000)
      const times = new Map<string, number>()
      const stop = view.onChange(() => {
        const now = sharedNow()
        for (const id of assistIds) if (!times.has(id) && view.find('assists', id)) times.set(id, now)
        if (times.size < assistIds.length) return
        clearTimeout(late)
        stop()
        resolve(assistIds.map((id) => times.get(id) ?? 0))
      })
    })
  },

  seenTimes: () => seen,

  async reopen(): Promise<{ unlock: number; pinCheck: number }> {
    const [phone] = phones
    if (!phone) throw new Error('no phone')
    const [person] = await openPeople(`${phone.prefix}people`).list()
    if (!person) throw new Error('nobody')
    await phone.client.session.lock()
    const pinCheck = await timed(() => unlockKey(person.locked, pin))
    const unlock = await timed(() => phone.client.session.unlock(pin))
    return { unlock, pinCheck }
  },

  search(queries: readonly string[], rounds: number) {
    const [phone] = phones
    if (!phone) throw new Error('no phone')
    const view = phone.client.view()
    const measure = (work: () => unknown) => {
      const start = performance.now()
      work()
      return performance.now() - start
    }
    /** One list of times for each query. */
    const inRounds = (work: (query: string) => unknown) =>
      queries.map((query) => Array.from({ length: rounds }, () => measure(() => work(query))))
    const options = { limit: 8, ownTeams: [teamOf(phone)], teamId: null }
    const index = measure(() => residentIndexOf(view).ranks())
    residentIndexOf(view).fillBuckets()
    const somebody = {
      name: 'Nguyễn Văn Hùng',
      birthYear: 1985,
      phone: '0912345678',
      idHash: null,
      teamId: null,
    }
    return {
      residents: view.all('residents').length,
      /** Making the index, once after the app was opened. */
      index,
      times: inRounds((query) => suggestResidents(view, query, options)),
      listTimes: inRounds((query) => findResidents(view, query)),
      likely: measure(() => residentIndexOf(view).likelySame(somebody)),
    }
  },
}

export type Bench = typeof bench
Object.assign(window, { bench })
