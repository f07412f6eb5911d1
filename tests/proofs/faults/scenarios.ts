// For each kind of request that a phone makes: what a person does while it meets a fault, and after it has healed.
import { setTimeout as sleep } from 'node:timers/promises'
import { copyDatabase } from '../../support/copyDatabase.ts'
import { eventSourceOver } from '../../support/eventSourceOver.ts'
import { passing, type Endpoint, type NetworkFault } from '../../support/faultyNetwork.ts'
import type { WardOfPhones } from '../../support/wardOfPhones.ts'
import { aTester, type Tester } from './tester.ts'

export interface Scenario {
  readonly endpoint: Endpoint
  readonly run: (about: { ward: WardOfPhones; tester: Tester; fault?: NetworkFault }) => Promise<void>
}

/** Nothing breaks where no fault is given: then it is the phone's clock that is wrong. */
function begin({ network }: Tester, fault: NetworkFault | undefined, endpoint: Endpoint, after = 0): void {
  if (fault) network.break(fault, endpoint, after)
}

/** Whether no good answer comes through. */
const isHard = (fault: NetworkFault | undefined) => fault !== undefined && !passing.includes(fault)

/** More residents in the team than a page of the first fill holds. */
export const rowsOfTwoPages = 1_100

const sync: Scenario = {
  endpoint: 'sync',
  async run({ tester, fault }) {
    await tester.signIn()
    await tester.settle()
    await tester.save()
    await tester.save()
    begin(tester, fault, 'sync')
    const sending = tester.send()
    await sleep(5)
    await tester.save()
    await sending
    await tester.send()
    if (isHard(fault)) tester.expect(!tester.phone().status.isAllSent, 'said that all was sent amid a fault')
    await tester.reopen()
    await tester.save()
    await tester.send()
    tester.network.heal()
    await tester.settle()
  },
}

const snapshot: Scenario = {
  endpoint: 'snapshot',
  async run({ tester, fault }) {
    // The ward’s rows and the team’s first page come; the second does not.
    begin(tester, fault, 'snapshot', 2)
    const problem = await tester.attempt(() => tester.signIn())
    const phase = () => tester.phone().session.phase
    if (isHard(fault)) {
      tester.expect(problem !== undefined, 'took a broken fill for a whole one')
      tester.expect(phase() === 'filling', `went to ${phase()} without its rows`)
      await tester.reopen()
      await tester.attempt(() => tester.phone().client.session.fill())
      tester.network.heal()
      await tester.phone().client.session.fill()
    }
    tester.network.heal()
    tester.expect(phase() === 'open', `was not open after the fill: ${phase()}`)
    const residents = tester.phone().client.view().all('residents').length
    tester.expect(residents >= rowsOfTwoPages, `has ${residents} residents after the fill`)
    await tester.save()
    await tester.settle()
  },
}

const events: Scenario = {
  endpoint: 'events',
  async run({ ward, tester, fault }) {
    globalThis.EventSource = eventSourceOver(tester.network.fetch)
    begin(tester, fault, 'events')
    await tester.signIn()
    await tester.settle()
    await tester.save()
    await tester.send()
    tester.expect(tester.phone().status.isAllSent, 'could not send without its line for pokes')
    tester.network.heal()
    await tester.settle()
    // A line that failed three times is left alone for ten minutes, unless the page is opened anew.
    if (isHard(fault)) await tester.reopen()
    await tester.send()
    await sleep(150)
    const visit = ward.aVisit(ward.desk)
    const isThere = () => tester.phone().client.view().find('assists', visit.assistId) !== undefined
    await ward.desk.client.run('recordAssist', visit)
    await ward.desk.client.sendNow()
    for (let turn = 0; turn < 200 && !isThere(); turn++) await sleep(20)
    tester.expect(isThere(), 'was not poked')
  },
}

const session: Scenario = {
  endpoint: 'session',
  async run({ tester, fault }) {
    await tester.signIn()
    await tester.settle()
    tester.network.forgetCookies()
    await tester.save()
    await tester.send()
    tester.expect(!tester.phone().status.isAllSent, 'said that all was sent without a session')
    begin(tester, fault, 'session')
    await tester.attempt(() => tester.signIn())
    await tester.save()
    tester.network.heal()
    await tester.signIn()
    await tester.settle()
    // Signing out meets the same; whoever could not is still in, with all that is theirs.
    begin(tester, fault, 'session')
    const problem = await tester.attempt(() => tester.phone().client.session.signOut())
    tester.network.heal()
    // With what the ward refused nobody may leave without having looked at it.
    if (!problem || problem.code === 'reviewLeft') return
    await tester.save()
    await tester.signIn()
    await tester.settle()
    await tester.phone().client.session.signOut()
    tester.expect(tester.phone().session.phase === 'signedOut', 'could not sign out')
  },
}

const devices: Scenario = {
  endpoint: 'devices',
  async run({ tester, fault }) {
    await tester.signIn()
    await tester.settle()
    tester.network.break('dropped before the commit', 'sync')
    await tester.save()
    await tester.save()
    tester.network.heal()
    // The PIN is forgotten: the key comes back from the server.
    await tester.phone().client.session.lock()
    tester.phone().client.session.leaveDoor()
    begin(tester, fault, 'devices')
    const problem = await tester.attempt(() => tester.signIn())
    if (isHard(fault)) tester.expect(problem !== undefined, 'went on without its key')
    tester.network.heal()
    if (problem) await tester.signIn()
    await tester.settle()
  },
}

/** A phone and a copy of it go on under one device id; the copy has to become a device of its own. */
const copiedPhone: Scenario = {
  endpoint: 'devices',
  async run({ ward, tester, fault }) {
    const first = aTester(ward)
    await first.signIn()
    await first.save()
    await first.settle()
    const memberId = first.phone().session.member?.id ?? ''
    await first.close()
    for (const name of ['people', memberId])
      await copyDatabase(`${first.prefix}${name}`, `${tester.prefix}${name}`)
    for (const one of [first, tester]) {
      await one.reopen()
      one.network.break('dropped before the commit', 'sync')
      await one.signIn()
      await one.save()
      one.network.heal()
    }
    await first.settle()
    begin(tester, fault, 'devices')
    await tester.send()
    await tester.save()
    await tester.send()
    tester.network.heal()
    await tester.settle()
    tester.expect(first.wrongs.length === 0, `the first phone: ${first.wrongs.join(', ')}`)
    tester.saved.push(...first.saved)
    await first.close()
  },
}

/** What waits is carried to the ward as a file as well: whichever comes first, and however often, it counts once. */
const rescue: Scenario = {
  endpoint: 'rescue',
  async run({ tester, fault }) {
    await tester.signIn()
    await tester.settle()
    tester.network.break('dropped before the commit', 'sync')
    await tester.save()
    await tester.save()
    const { client } = tester.phone()
    const file = await client.makeRescueFile()
    tester.network.heal()
    begin(tester, fault, 'rescue')
    const problem = await tester.attempt(() => client.api.sendRescue(file))
    if (isHard(fault)) tester.expect(problem !== undefined, 'took a file for carried that was not')
    tester.network.heal()
    for (const turn of ['first', 'second'] as const) {
      const { isRead, taken, known, refused } = await client.api.sendRescue(file)
      tester.expect(isRead, 'could not be read by the ward')
      tester.expect(taken + known + refused === 2, `held ${taken + known + refused} commands instead of 2`)
      tester.expect(turn === 'first' || known === 2, `counted ${taken + refused} commands twice`)
    }
    await tester.save()
    await tester.settle()
  },
}

export const scenarios = {
  sync,
  snapshot,
  events,
  session,
  devices,
  rescue,
  'copied phone': copiedPhone,
} as const
export type ScenarioName = keyof typeof scenarios
