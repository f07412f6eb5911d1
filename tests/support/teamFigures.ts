// A team with what was recorded in a November, who looks at its figures, and the words of the screens that show them.
import type { VueWrapper } from '@vue/test-utils'
import type { Member } from '#domain/member.ts'
import type { WireRow } from '#protocol/sync.ts'
import type { SessionMember } from '../../src/client/stores/session.ts'
import { createView, type FedView } from '../../src/client/view/view.ts'
import {
  aDossier,
  aManager,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  anAccountItem,
  anAssist,
  anId,
  ids,
  noon,
} from './builders.ts'

export const november = { from: '2026-11-01', to: '2026-11-30' }
export const september2022 = { from: '2022-01-01', to: '2022-09-30' }
export const lead: SessionMember = { id: ids.volunteer, name: 'Tổ Trưởng', role: 'lead', teamIds: [ids.team] }
export const manager: SessionMember = {
  id: aManager().memberId,
  name: 'Quản Lý',
  role: 'manager',
  teamIds: [],
}

const aMember = (id: string, name: string, fields: Partial<Member> = {}): Member => ({
  id,
  name,
  role: 'volunteer',
  teamIds: [ids.team],
  joinedOn: '2022-01-01',
  leftOn: null,
  ...fields,
})

const filed = { kind: 'dossier' as const, dossierId: ids.dossier, act: 'new' as const }
const failed = {
  kind: 'failure' as const,
  subject: 'account' as const,
  reason: 'KHONG_NHAN_OTP' as const,
  remark: null,
}

/** What a phone shows that heard these rows. */
export function aView(rows: readonly Omit<WireRow, 'ver'>[] = teamRows()): FedView {
  const view = createView(aVolunteer, () => noon)
  view.hear({ rows: rows.map((row) => ({ ...row, ver: 1 }) as WireRow) })
  return view
}

/** The team, its people, and three visits: of a resident, of nobody by name, and by a member who left. */
export function teamRows(): Omit<WireRow, 'ver'>[] {
  const assists = [
    anAssist({
      on: '2026-11-19',
      items: { [anId(50)]: anAccountItem(), [anId(51)]: filed, [anId(52)]: failed },
    }),
    anAssist({ id: anId(11), on: '2026-11-20', residentId: null, memberId: manager.id }),
    anAssist({ id: anId(12), on: '2026-11-20', residentId: anId(71), memberId: ids.colleague }),
  ]
  const members = [
    aMember(ids.volunteer, 'Trần Văn An'),
    aMember(anId(60), 'Lê Mới Vào'),
    aMember(ids.colleague, 'Phạm Đã Rời', { leftOn: '2026-11-20' }),
    aMember(manager.id, 'Quản Lý', { role: 'manager', teamIds: [] }),
  ]
  return [
    { table: 'units', id: ids.team, row: aTeam() },
    { table: 'procedures', id: ids.procedure, row: aProcedure() },
    { table: 'residents', id: ids.resident, row: aResident() },
    { table: 'dossiers', id: ids.dossier, row: aDossier({ byPost: true }) },
    ...members.map((row) => ({ table: 'members' as const, id: row.id, row })),
    ...assists.map((row) => ({ table: 'assists' as const, id: row.id, row })),
  ]
}

/** What each tile says, by its label. */
export const tiles = (screen: VueWrapper) =>
  Object.fromEntries(
    screen
      .findAll('.big-figure')
      .map((tile) => [tile.find('.label').text(), tile.find('.figure').text()] as const),
  )
export const tableOf = (screen: VueWrapper, caption: string) =>
  screen.findAll('table').find((table) => table.attributes('aria-label') === caption)
