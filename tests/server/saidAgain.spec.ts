// A command that comes again over HTTP: who gets its outcome, who its rows, and who learns nothing; on both databases.
import { describe, expect, it } from 'vitest'
import type { WireCommand } from '#protocol/sync.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aLiteralWard, told } from '../support/literalWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  const ward = aLiteralWard(() => addressOf(kind, 'said_again'))
  const { aDevice, aMember, aVisit, countEverything, sync } = ward

  /** A visit with words that nobody but the team may read. */
  const aPrivateVisit = (seq = 1) => {
    const visit = aVisit(seq)
    return { ...visit, args: { ...visit.args, note: 'gọi cho ông Kín' } }
  }

  async function correctMember(memberId: string, changes: object) {
    const managersDevice = await aDevice(ward.manager)
    const command = { ...aVisit(), name: 'correctMember', base: 1, args: { memberId, changes } }
    const reply = await sync(ward.manager, [command], { deviceId: managersDevice })
    expect(told(reply)).toEqual([[command.id, 1, 'applied']])
  }

  describe('what is said again', () => {
    it('by somebody else who knows its id is refused, and tells nothing', async () => {
      const visit = aPrivateVisit()
      await sync(ward.volunteer, [visit])
      for (const args of [visit.args, {}]) {
        const reply = await sync(ward.other, [{ ...visit, args }], { deviceId: ward.otherDeviceId })
        expect(told(reply)).toEqual([[visit.id, 1, 'notAllowed']])
        expect(reply).toMatchObject({ lastSeq: 1, fork: false })
        expect(JSON.stringify(reply)).not.toContain('Kín')
      }
      expect(told(await sync(ward.volunteer, [visit]))).toEqual([[visit.id, 1, 'applied']])
    })

    it('after a move to another team gets its outcome without the rows of the old one', async () => {
      const { browser, session } = await aMember(ward.teamId)
      const device = { deviceId: await aDevice(browser) }
      const visit = aPrivateVisit()
      await sync(browser, [visit], device)
      await correctMember(session.member.id, { teamIds: [ward.otherTeamId] })
      const reply = await sync(browser, [visit], device)
      expect(told(reply)).toEqual([[visit.id, 1, 'applied']])
      expect(reply.outcomes[0]?.rows).toEqual([])
      expect(JSON.stringify(reply)).not.toContain('Kín')
    })

    it('after leaving gets its outcome without any row', async () => {
      const { browser, session } = await aMember(ward.teamId)
      const device = { deviceId: await aDevice(browser) }
      const visit = aPrivateVisit()
      await sync(browser, [visit], device)
      await correctMember(session.member.id, { leftOn: '2022-01-01' })
      const reply = await sync(browser, [visit, aPrivateVisit(2)], device)
      expect(reply.outcomes).toMatchObject([
        { id: visit.id, outcome: 'applied', rows: [] },
        { outcome: 'refused', problem: { code: 'memberLeft' }, rows: [] },
      ])
      expect(reply).toMatchObject({ grants: [], scopes: [] })
    })

    it('by the same person’s new phone is answered, and answered again when the reply was lost', async () => {
      const [visit, device] = [aVisit(), await aDevice(ward.volunteer)]
      await sync(ward.volunteer, [visit])
      for (let tries = 0; tries < 2; tries++) {
        const reply = await sync(ward.volunteer, [visit], { deviceId: device })
        expect(told(reply)).toEqual([[visit.id, 1, 'applied']])
        expect(reply).toMatchObject({ lastSeq: 1, fork: false })
      }
      const all = await sync(ward.volunteer, [visit, aVisit(2)], { deviceId: device })
      expect(all.outcomes).toHaveLength(2)
    })

    it('under a number that was decided, but with another id, is a copied phone', async () => {
      const [visit, device] = [aVisit(), await aDevice(ward.volunteer)]
      await sync(ward.volunteer, [visit])
      await sync(ward.volunteer, [visit], { deviceId: device })
      // The number of a command that is kept, of one that was carried here, and one beside a good one.
      for (const fields of [{}, { deviceId: device }])
        expect(await sync(ward.volunteer, [aVisit()], fields)).toMatchObject({
          fork: true,
          lastSeq: 1,
          outcomes: [],
        })
      await sync(ward.volunteer, [visit, aVisit(2)])
      expect(await sync(ward.volunteer, [visit, aVisit(2)])).toMatchObject({ fork: true, outcomes: [] })
    })

    it('by two phones at once counts once and is answered to both', async () => {
      const before = (await countEverything())[1] ?? 0
      for (let round = 0; round < 8; round++) {
        const devices = await Promise.all([1, 2, 3].map(() => aDevice(ward.volunteer)))
        // One that takes the team's lock, and one that takes none.
        const commands: WireCommand[] = [aVisit(1), { ...aVisit(2), name: 'dropEverything' }]
        const replies = await Promise.all(
          devices.map((device) => sync(ward.volunteer, commands, { deviceId: device })),
        )
        for (const reply of replies)
          expect(reply.outcomes.map(({ outcome }) => outcome)).toEqual(['applied', 'refused'])
        const alone = [{ ...aVisit(3), name: 'dropEverything' }]
        const lone = await Promise.all(
          devices.map((device) => sync(ward.volunteer, alone, { deviceId: device })),
        )
        for (const reply of lone) expect(reply.outcomes.map(({ outcome }) => outcome)).toEqual(['refused'])
      }
      expect((await countEverything())[1]).toBe(before + 8 * 3)
    })
  })
})
