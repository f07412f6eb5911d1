// What a lead or the manager does at the server, with a good network: records go to another team, a phone is told to
// erase itself, a refused command is taken or dismissed.
import { paths, pathTo } from '#protocol/paths.ts'
import { stuckSchema } from '#protocol/stuck.ts'
import * as v from 'valibot'
import { origin } from '../../support/server.ts'
import { choose } from './saving.ts'
import { cookieOf } from './server.ts'
import { diskOf, type World } from './world.ts'

/** The place of each in the ward's members (ward.ts). */
const [lead, manager] = [1, 4]

async function ask(
  world: World,
  member: number,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Response> {
  const headers = {
    cookie: cookieOf(world.ward.members[member]?.userId ?? ''),
    'content-type': 'application/json',
  }
  const sent = body ? { body: JSON.stringify(body) } : {}
  return world.server.handle(new Request(new URL(path, origin), { method, headers, ...sent }))
}

export async function move(
  world: World,
  { from, to, member }: { from: number; to: number; member: number | null },
): Promise<void> {
  const { teamIds, members } = world.ward
  const [teamId = '', toTeamId = ''] = [choose(teamIds, from), choose(teamIds, to)]
  if (teamId === toTeamId) return
  const only = member === null ? {} : { memberId: choose(members, member)?.memberId }
  const answer = await ask(world, manager, 'POST', pathTo(paths.moveRecords, { teamId }), {
    toTeamId,
    ...only,
  })
  if (!answer.ok) throw new Error(`The records were not moved: ${await answer.text()}`)
  world.tally.count('moves')
}

export async function revoke(world: World, phone: number): Promise<void> {
  const { person, isKnown, isErased, isOld } = diskOf(world, phone)
  // Last year's version knows nothing of being revoked.
  if (!isKnown || isErased || isOld) return
  const { deviceId } = person
  const answer = await ask(world, manager, 'POST', pathTo(paths.revokeDevice, { deviceId }))
  // After a restore the server may not know it yet.
  if (answer.ok) world.tally.count('phone revoked')
}

export async function settleStuck(
  world: World,
  { pick, as, isLead }: { pick: number; as: 'take' | 'dismiss'; isLead: boolean },
): Promise<void> {
  const who = isLead ? lead : manager
  const answer = await ask(world, who, 'GET', paths.stuck)
  if (!answer.ok) return
  const { commands } = v.parse(stuckSchema, await answer.json())
  const stuck = choose(commands, pick)
  if (!stuck) return
  const path = as === 'take' ? paths.takeStuck : paths.dismissStuck
  const settled = await ask(world, who, 'POST', pathTo(path, { commandId: stuck.id }))
  if (!settled.ok) throw new Error(`A stuck command could not be settled: ${await settled.text()}`)
  world.tally.count(`stuck: ${as}`)
}
