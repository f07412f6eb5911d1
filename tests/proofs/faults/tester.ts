// A volunteer with a phone on a faulty network, and an eye on it: what they were told was saved, whether the phone said
// "all sent" while something waited, and whether something was erased.
import { watch } from 'vue'
import type { CommandArgs } from '#domain/commands.ts'
import { dayAt } from '#domain/period.ts'
import { Problem } from '#domain/problem.ts'
import type { TableName } from '#domain/tables.ts'
import { createApp } from '../../../src/server/createApp.ts'
import { aFaultyNetwork, type FaultyNetwork } from '../../support/faultyNetwork.ts'
import { aPhone, pin, type TestPhone } from '../../support/phone.ts'
import { password } from '../../support/server.ts'
import { volunteerPhone, type WardOfPhones } from '../../support/wardOfPhones.ts'

export interface Tester {
  /** What the names of its databases begin with. */
  readonly prefix: string
  readonly network: FaultyNetwork
  /** Visits that were said to be saved. */
  readonly saved: string[]
  /** Visits that were said not to be. */
  readonly refused: string[]
  /** What the phone must never do, in words. */
  readonly wrongs: string[]
  /** The page as it is open now. */
  phone(): TestPhone
  /** Another page on the same disk; the old one is closed. */
  reopen(): Promise<void>
  /** Another page on the same disk; the old one died, and reaches nothing any more. */
  revive(): Promise<void>
  signIn(): Promise<void>
  /** Records a visit; whether the phone said that it was saved. */
  save(): Promise<boolean>
  send(): Promise<void>
  /** The problem that this ended in, if any. */
  attempt(work: () => Promise<unknown>): Promise<Problem | undefined>
  expect(isSo: boolean, wrong: string): void
  /** Sends until everything is said; what cannot be is noted. */
  settle(): Promise<void>
  /** Every row of the ward must be here in the version that it has there, and nothing else. */
  compareRows(): Promise<void>
  close(): Promise<void>
}

let testers = 0

export function newPrefix(): string {
  return `tester-${testers++}-`
}

export function aTester(ward: WardOfPhones, options: { clockOffset?: number; prefix?: string } = {}): Tester {
  const { clockOffset = 0, prefix = newPrefix() } = options
  const clock = () => ward.server.now + clockOffset
  const app = createApp(ward.server.context)
  const network = aFaultyNetwork((request) => Promise.resolve(app.fetch(request)))
  const saved: string[] = []
  const refused: string[] = []
  const wrongs: string[] = []
  let phone = open()
  let rows = 0

  function open(): TestPhone {
    const fetch: typeof globalThis.fetch = (input, init) =>
      made === phone ? network.fetch(input, init) : Promise.reject(new TypeError('This page is no more'))
    const made: TestPhone = aPhone(fetch, { clock, prefix })
    watch(
      () => made.status.isAllSent,
      (isAllSent) =>
        tester.expect(!isAllSent || waiting(made) === 0, 'said that all was sent while something waited'),
    )
    return made
  }

  function aVisit(): CommandArgs<'recordAssist'> {
    return { ...ward.aVisit(phone), on: dayAt(clock()) }
  }

  const tester: Tester = {
    prefix,
    network,
    saved,
    refused,
    wrongs,
    phone: () => phone,
    async reopen() {
      const before = phone.session.isOpen ? waiting(phone) : undefined
      await phone.client.session.lock()
      phone = open()
      await phone.client.session.start()
      tester.expect(
        phone.session.phase === 'locked',
        `knew nobody after it was opened anew: ${phone.session.phase}`,
      )
      await phone.client.session.unlock(pin)
      if (before === undefined || !phone.session.isOpen) return
      const after = waiting(phone)
      tester.expect(after === before, `had ${before} waiting before it was opened anew, and ${after} after`)
    },
    async revive() {
      phone = open()
      await releaseLocks(prefix)
      const { session, client } = phone
      await client.session.start()
      if (session.phase === 'locked') await client.session.unlock(pin)
      if (session.phase === 'signedOut') await tester.signIn()
      if (session.phase === 'filling') await client.session.fill()
      tester.expect(session.phase === 'open', `could not be opened anew: ${session.phase}`)
    },
    async signIn() {
      await phone.client.session.signIn(volunteerPhone, password)
      if (phone.session.phase === 'choosingPin') await phone.client.session.choosePin(pin)
    },
    async save() {
      const visit = aVisit()
      const problem = await tester.attempt(() => phone.client.run('recordAssist', visit))
      const list = problem ? refused : saved
      list.push(visit.assistId)
      return !problem
    },
    async send() {
      await phone.client.sendNow()
      tester.expect(
        !phone.status.isAllSent || waiting(phone) === 0,
        'said that all was sent while something waited',
      )
    },
    async attempt(work) {
      try {
        await work()
        return undefined
      } catch (error) {
        if (error instanceof Problem) return error
        wrongs.push(`ended in no Problem: ${String(error)}`)
        return new Problem('storageFailed')
      }
    },
    expect(isSo, wrong) {
      if (!isSo) wrongs.push(wrong)
    },
    async settle() {
      for (let turn = 0; turn < 10 && !phone.status.isAllSent; turn++) await tester.send()
      await network.arriveLate()
      await tester.send()
      const { status, client } = phone
      tester.expect(status.isAllSent, `did not come to rest: ${status.problem?.code ?? status.state}`)
      tester.expect(waiting(phone) === 0, `still has ${waiting(phone)} waiting`)
      const now = client.view().all('procedures').length
      tester.expect(now >= rows && now > 50, `has ${now} procedures after ${rows}: something was erased`)
      rows = now
    },
    async compareRows() {
      const { session, client } = phone
      if (!session.isOpen) return
      const view = client.view()
      const kept = await ward.server.context.db.kysely
        .selectFrom('rows')
        .select(['tbl', 'row_id', 'ver'])
        .execute()
      const byTable = Map.groupBy(kept, ({ tbl }) => tbl as TableName)
      for (const [table, list] of byTable) {
        const other = list.filter(({ row_id: id, ver }) => view.verOf(table, id) !== ver)
        const here = view.all(table).length
        tester.expect(other.length === 0, `has ${other.length} ${table} in other versions than the ward`)
        tester.expect(here === list.length, `has ${here} ${table}, the ward ${list.length}`)
      }
    },
    async close() {
      await phone.client.session.lock()
    },
  }
  return tester
}

function waiting({ session, client }: TestPhone): number {
  return session.isOpen ? client.view().pending.length : 0
}

/** A browser takes them from a page that is no more. */
async function releaseLocks(prefix: string): Promise<void> {
  const { held = [] } = await navigator.locks.query()
  for (const { name = '' } of held)
    if (name.startsWith(prefix)) await navigator.locks.request(name, { steal: true }, () => undefined)
}
