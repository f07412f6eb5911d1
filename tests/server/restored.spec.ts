// What a store that was put back makes of what phones offer it again, on both databases.
import { beforeEach, describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { readTables } from '../../src/server/store/documents.ts'
import { putBack, takeBackup } from '../proofs/sync/backup.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aSyncingWard, type NumberedPhone, type SyncingWard } from '../support/syncingWard.ts'

const addressOf = bothDatabases()
const hour = 3_600_000
type Place = 'home' | 'cultureHouse' | 'oneStopDesk' | 'elsewhere'

describe.each(kinds)('on %s', (kind) => {
  let ward: SyncingWard
  let mine: NumberedPhone
  let colleague: NumberedPhone

  beforeEach(async () => {
    ward = await aSyncingWard(await addressOf(kind, 'restored'))
    mine = await ward.aPhone(await ward.aMember('volunteer', [ward.team]))
    colleague = await ward.aPhone(await ward.aMember('lead', [ward.team]))
    await ward.sync(mine)
    return () => ward.server.close()
  })

  const placeOf = async (assistId: string) =>
    (await readTables(ward.server.context, ward.wardId, ['assists'])).assists.find(
      ({ id }) => id === assistId,
    )?.place

  it('after a restore the later value stands, whichever phone offers first what it had sent', async () => {
    const { db } = ward.server.context
    const args = ward.visit(ward.team)
    await ward.sync(mine, [ward.command(mine, 'recordAssist', args)])
    const backup = await takeBackup(db, ward.wardId)
    const correct = (phone: NumberedPhone, place: Place, base: number) =>
      ward.command(
        phone,
        'correctAssist',
        { assistId: args.assistId, changes: { place }, dossiers: [] },
        { base },
      )
    // Since the backup: somebody whose phone lies broken now, then two who each saw the one before.
    const broken = await ward.aPhone(await ward.aMember('lead', [ward.team]))
    for (const place of ['cultureHouse', 'home'] as const) {
      ward.server.now += 60_000
      await ward.sync(broken, [correct(broken, place, place === 'home' ? 2 : 1)])
    }
    ward.server.now += 60_000
    const second = correct(mine, 'oneStopDesk', 3)
    await ward.sync(mine, [second])
    ward.server.now += 60_000
    const third = correct(colleague, 'elsewhere', 4)
    await ward.sync(colleague, [third])
    expect(await placeOf(args.assistId)).toBe('elsewhere')
    await putBack(db, ward.wardId, backup, false)
    const epoch = v7({ msecs: ward.server.now + 1 })
    await db.kysely.updateTable('wards').set({ epoch }).execute()
    const [a, b] = [await ward.aPhone(colleague), await ward.aPhone(mine)]
    ward.server.now += hour
    await ward.sync(a, [{ ...third, seq: 1 }])
    await ward.sync(b, [{ ...second, seq: 1 }])
    expect(await placeOf(args.assistId)).toBe('elsewhere')
  })
})
