// Commands that a curious member makes up, or says again and again: each is refused and kept, or counts once; on both
// databases.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commands } from '#domain/commands.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { oddTexts } from '../support/oddInput.ts'
import { aCuriousWard, secrets } from '../support/curiousWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  const ward = aCuriousWard(() => addressOf(kind, 'any_command'))
  const { aDevice, aSync, aVisit, countRows } = ward

  it('a command of any name and any arguments is refused and kept, or carried out; none beats the server', async () => {
    const name = fc.constantFrom(...Object.keys(commands), ...oddTexts.filter((text) => text.length <= 60))
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...oddTexts))
    const args = fc.oneof(
      odd,
      fc.record({ assistId: fc.constantFrom(ward.otherAssistId, ...oddTexts), changes: odd, reason: odd }),
      fc.record({ residentId: fc.constant(ward.otherAssistId), changes: odd, memberId: odd, unitId: odd }),
    )
    const told: string[] = []
    await fc.assert(
      fc.asyncProperty(name, args, async (name, args) => {
        const body = aSync([{ name, args }], { deviceId: await aDevice() })
        const answer = await ward.volunteer.request('POST', '/api/sync', body)
        expect([200, 400]).toContain(answer.status)
        if (answer.status === 200) told.push(answer.body.outcomes[0].outcome)
        for (const secret of secrets) expect(JSON.stringify(answer.body)).not.toContain(secret)
      }),
      { numRuns: 120 },
    )
    // Parked would be a mistake of the server's own.
    expect([...new Set(told)]).toEqual(['refused'])
  })

  it('the same request three times is answered the same and counts once', async () => {
    const body = aSync([{}, { args: aVisit(ward.otherTeamId) }], { deviceId: await aDevice(), cursors: {} })
    const first = await ward.volunteer.request('POST', '/api/sync', body)
    const before = await countRows()
    for (let turn = 0; turn < 2; turn++)
      expect((await ward.volunteer.request('POST', '/api/sync', body)).body).toEqual(first.body)
    expect(await countRows()).toEqual(before)
  })
})
