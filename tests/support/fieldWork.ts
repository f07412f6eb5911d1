// What members do with their phones in a day: mostly visits with a resident and a dossier, now and then a correction of
// what they or others of the team recorded, a withdrawal, and something that the ward must refuse.
import { createRandom, type Random } from '../../src/server/tasks/demo/random.ts'
import {
  aDossier,
  aNewResident,
  aProcedureInForce,
  aVisit,
  createDossierCodes,
  type DemoWorld,
} from '../../src/server/tasks/demo/visits.ts'
import { dayAt } from '#domain/period.ts'
import type { Actor } from '#domain/permissions.ts'
import type { PlainPhone } from './plainPhone.ts'
import type { SeededWard } from './seedWard.ts'

export interface FieldWork {
  readonly random: Random
  /** Saves one thing on the phone. */
  doSomething(phone: PlainPhone, actor: Actor): void
}

export function createFieldWork({ teams, procedures }: SeededWard, seed: number): FieldWork {
  const random = createRandom(seed)
  const world: DemoWorld = { random, teams: [], procedures, nextCode: createDossierCodes() }
  /** By team: what somebody recorded, and who. */
  const recorded = new Map<string, { assistId: string; residentId: string; memberId: string }[]>()

  function record(phone: PlainPhone, actor: Actor, teamId: string): void {
    const at = Date.now()
    const resident = aNewResident(world, at)
    const deeds = aDossier(world, at, { procedure: aProcedureInForce(world, dayAt(at)) })
    const { args } = aVisit(world, { id: teamId, isDesk: false, members: [actor] }, at, { resident, deeds })
    phone.save('recordAssist', { ...args, note: random.chance(0.2) ? 'hẹn gặp lại' : null })
    const known = recorded.get(teamId) ?? []
    recorded.set(teamId, known)
    known.push({ assistId: args.assistId, residentId: resident.residentId, memberId: actor.memberId })
  }

  return {
    random,
    doSomething(phone, actor) {
      const [teamId = ''] = actor.teamIds
      const known = recorded.get(teamId) ?? []
      const mine = known.filter(({ memberId }) => memberId === actor.memberId)
      const draw = random.next()
      if (known.length > 0 && draw < 0.12) {
        const { residentId } = random.pick(known)
        const changes = random.chance(0.5)
          ? { birthYear: random.between(1940, 2005) }
          : { phone: '0912345678' }
        phone.save('correctResident', { residentId, changes }, 1)
      } else if (mine.length > 0 && draw < 0.2) {
        const { assistId } = random.pick(mine)
        phone.save('correctAssist', { assistId, changes: { place: 'elsewhere' }, dossiers: [] }, 1)
      } else if (mine.length > 0 && draw < 0.23) {
        phone.save('withdrawAssist', { assistId: random.pick(mine).assistId, reason: 'ghi nhầm' }, 1)
      } else if (draw > 0.97) {
        record(phone, actor, random.pick(teams).id)
      } else {
        record(phone, actor, teamId)
      }
    },
  }
}
