// Every fault of the network, and a clock two days wrong, against every kind of request.
import { teamScope } from '#domain/tables.ts'
import { checkStore } from '../../support/checkStore.ts'
import { networkFaults, type NetworkFault } from '../../support/faultyNetwork.ts'
import { findMember } from '../../../src/server/store/members.ts'
import { runCommands, type OwnCommand } from '../../../src/server/sync/runCommands.ts'
import { aWardOfPhones, type WardOfPhones } from '../../support/wardOfPhones.ts'
import { rowsOfTwoPages, scenarios, type ScenarioName } from './scenarios.ts'
import { aTester } from './tester.ts'

const twoDays = 2 * 86_400_000
const clocks = { 'clock two days ahead': twoDays, 'clock two days behind': -twoDays } as const
export type AnyFault = NetworkFault | keyof typeof clocks
export const anyFaults = [...Object.keys(networkFaults), ...Object.keys(clocks)] as AnyFault[]

export interface Cell {
  readonly scenario: ScenarioName
  readonly fault: AnyFault
  readonly saved: number
  readonly hits: number
  /** Told to the person, with the reason, and kept. */
  readonly inReview: number
  readonly lost: number
  readonly doubled: number
  readonly wrongs: readonly string[]
}

export interface NetworkResult {
  readonly cells: readonly Cell[]
  /** Of the store at the end. */
  readonly wrongs: readonly string[]
  readonly doubled: number
}

/** One ward for each scenario; a phone of its own for each fault. */
export async function breakNetwork(name: ScenarioName, faults: readonly AnyFault[]): Promise<NetworkResult> {
  const ward = await aWardOfPhones()
  try {
    if (name === 'snapshot') await fillTwoPages(ward)
    const cells: Cell[] = []
    for (const fault of faults) cells.push(await runCell(ward, name, fault))
    const { wrongs, doubled } = await checkStore(ward.server.context, ward.desk.session.ward?.id ?? '')
    return { cells, wrongs, doubled }
  } finally {
    await ward.close()
  }
}

async function runCell(ward: WardOfPhones, scenario: ScenarioName, fault: AnyFault): Promise<Cell> {
  const isClock = fault in clocks
  const tester = aTester(ward, isClock ? { clockOffset: clocks[fault as keyof typeof clocks] } : {})
  try {
    await scenarios[scenario].run({ ward, tester, ...(isClock ? {} : { fault: fault as NetworkFault }) })
    await tester.compareRows()
  } catch (error) {
    tester.wrongs.push(`broke: ${String(error)}`)
  }
  const review = tester.phone().session.isOpen ? tester.phone().client.view().review : []
  const reviewed = new Set(review.map(({ command }) => 'assistId' in command.args && command.args.assistId))
  await tester.close()
  Reflect.deleteProperty(globalThis, 'EventSource')
  const versions = await versionsOf(ward, tester.saved)
  return {
    scenario,
    fault,
    saved: tester.saved.length,
    hits: tester.network.hits,
    inReview: reviewed.size,
    lost: tester.saved.filter((id) => !versions.has(id) && !reviewed.has(id)).length,
    doubled: [...versions.values()].filter((ver) => ver !== 1).length,
    wrongs: tester.wrongs,
  }
}

/** By assist. */
async function versionsOf({ server }: WardOfPhones, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await server.context.db.kysely
    .selectFrom('rows')
    .select(['row_id', 'ver'])
    .where('tbl', '=', 'assists')
    .where('row_id', 'in', [...ids, ''])
    .execute()
  return new Map(rows.map(({ row_id: id, ver }) => [id, ver]))
}

async function fillTwoPages({ server, desk, teamId, aVisit }: WardOfPhones): Promise<void> {
  const wardId = desk.session.ward?.id ?? ''
  const manager = await findMember(server.context.db, wardId, desk.session.member?.id ?? '')
  if (!manager) throw new Error('No manager')
  const actor = { memberId: manager.id, role: manager.role, teamIds: manager.teamIds }
  const consent = { textVersion: '1', on: '2026-01-01', method: 'spoken' as const, memberId: manager.id }
  const commands = Array.from({ length: rowsOfTwoPages }, (_, n): OwnCommand => {
    const fields = {
      name: `Người Thứ ${n}`,
      birthYear: null,
      phone: null,
      idHash: null,
      idLastFour: null,
      consents: { keepRecord: consent },
    }
    const resident = { kind: 'new' as const, residentId: server.context.newId(), fields }
    return { name: 'recordAssist', args: { ...aVisit(desk), resident } }
  })
  await runCommands(server.context, wardId, actor, commands)
  await desk.client.sendNow()
  const scopes = await server.context.db.kysely.selectFrom('scopes').select(['scope', 'count']).execute()
  const filled = scopes.find(({ scope }) => scope === teamScope(teamId))
  if ((filled?.count ?? 0) <= 2_000) throw new Error('One page would do')
}
