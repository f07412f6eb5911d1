// A member's history and the search over everything: nothing that was written here is out of reach, sent or not.
import { describe, expect, it } from 'vitest'
import type { Command } from '#domain/commands.ts'
import { periodOf } from '#domain/period.ts'
import type { WireRow } from '#protocol/sync.ts'
import { toAsked } from '../../src/client/screens/assists/visitChoices.ts'
import { search } from '../../src/client/view/search.ts'
import { createView } from '../../src/client/view/view.ts'
import { findVisits, type VisitsAsked } from '../../src/client/view/visits.ts'
import {
  aCommand,
  aDossier,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  anAccountItem,
  anAssist,
  anAssistToRecord,
  anId,
  ids,
  noon,
  today,
} from '../support/builders.ts'
import { shownWords } from '../support/shownWords.ts'

const filed = { kind: 'dossier' as const, dossierId: ids.dossier, act: 'new' as const }
const skill = { kind: 'skill' as const, skill: 'cashlessPayment' as const }
const withdrawn = { memberId: ids.volunteer, at: noon, reason: 'Ghi trùng' }
const sent = anAssist({ id: anId(11), on: '2026-11-10', items: { [anId(51)]: filed } })
const colleagues = anAssist({ id: anId(12), on: '2026-11-17', memberId: ids.colleague, residentId: null })
const old = anAssist({ id: anId(13), on: '2026-10-02', items: { [anId(52)]: skill } })
const gone = anAssist({ id: anId(14), on: '2026-11-18', withdrawn })
const heard: Omit<WireRow, 'ver'>[] = [
  { table: 'units', id: ids.team, row: aTeam() },
  { table: 'procedures', id: ids.procedure, row: aProcedure() },
  { table: 'residents', id: ids.resident, row: aResident() },
  { table: 'dossiers', id: ids.dossier, row: aDossier({ code: 'H08-261110-0042', assistId: sent.id }) },
  ...[sent, colleagues, old, gone].map((row) => ({ table: 'assists' as const, id: row.id, row })),
]

const unsent = aCommand(
  'recordAssist',
  anAssistToRecord({ assistId: anId(15), items: { [anId(53)]: anAccountItem() } }),
  { id: anId(1001) },
)
const { resident } = anAssistToRecord()
if (resident.kind !== 'new') throw new Error('the builder makes a new resident')
const refused = aCommand(
  'recordAssist',
  anAssistToRecord({
    assistId: anId(16),
    on: '2026-11-19',
    resident: {
      kind: 'new',
      residentId: anId(71),
      fields: { ...resident.fields, name: 'Đặng Thị Bị Từ Chối', phone: '0987000111' },
    },
  }),
  { id: anId(1002) },
)
const refusedCorrection = aCommand(
  'correctAssist',
  { assistId: old.id, changes: { place: 'elsewhere' }, dossiers: [] },
  { id: anId(1003), base: 1 },
)
const unit = aCommand(
  'correctUnit',
  { unitId: ids.team, changes: { name: 'Khu phố Mới' } },
  { id: anId(1004) },
)

function aView(
  pending: readonly Command[] = [unsent],
  review: readonly Command[] = [refused, refusedCorrection],
) {
  const view = createView(aVolunteer, () => noon)
  view.hear({
    rows: heard.map((row) => ({ ...row, ver: 1 }) as WireRow),
    pending: pending.map((command, index) => ({ seq: index + 1, command })),
    review: review.map((command, index) => ({
      seq: index + 1,
      command,
      outcome: 'refused',
      problem: undefined,
    })),
  })
  return view
}

const found = (asked: VisitsAsked) =>
  findVisits(aView(), asked, ids.volunteer, shownWords).map(({ assist, state }) => [assist.id, state])

describe('the history of visits', () => {
  it('has every visit with how far it is, also one that the ward refused, and leaves out what was withdrawn', () => {
    expect(found({})).toEqual([
      [anId(15), 'waiting'],
      [anId(16), 'review'],
      [anId(12), 'sent'],
      [anId(11), 'sent'],
      [anId(13), 'review'],
    ])
  })

  it.each<[string, VisitsAsked, string[]]>([
    ['whose', { memberId: ids.colleague }, [anId(12)]],
    ['when', { period: periodOf('week', today) }, [anId(15), anId(16), anId(12)]],
    ['what: an account', { kind: 'account' }, [anId(15), anId(16)]],
    ['what: a dossier', { kind: 'dossier' }, [anId(11)]],
    ['what: a skill', { kind: 'skill' }, [anId(13)]],
    ['state: sent', { state: 'sent' }, [anId(12), anId(11)]],
    ['state: waiting', { state: 'waiting' }, [anId(15)]],
    ['state: to be looked at', { state: 'review' }, [anId(16), anId(13)]],
    ['state: withdrawn', { state: 'withdrawn' }, [anId(14)]],
    ['words and a choice', { query: 'mau', kind: 'skill' }, [anId(13)]],
  ])('is narrowed by %s', (_what, asked, visits) => {
    expect(found(asked).map(([id]) => id)).toEqual(visits)
  })

  it('finds a refused visit by the name that was typed', () => {
    expect(found({ query: 'dang thi bi tu choi' })).toEqual([[anId(16), 'review']])
    expect(found({ query: 'tu choi tai nha' })).toEqual([[anId(16), 'review']])
  })

  it('reads its choices as they stand in the address', () => {
    const asked = toAsked({ whose: 'mine', when: 'month', state: 'sent' }, { today, memberId: ids.volunteer })
    expect(asked).toEqual({
      memberId: ids.volunteer,
      period: { from: '2026-11-01', to: '2026-11-30' },
      kind: undefined,
      state: 'sent',
    })
    expect(toAsked({}, { today, memberId: ids.volunteer }).memberId).toBeUndefined()
  })
})

describe('the search over everything', () => {
  const inAll = (query: string, view = aView([unsent, unit])) => {
    const all = search(view, query, { today, titleOf: ({ name }) => name, shown: shownWords })
    return {
      ...all,
      review: all.review.map(({ command }) => command.id),
      waiting: all.waiting.map(({ command }) => command.id),
      residents: all.residents.map(({ name }) => name),
      visits: all.visits.map(({ id }) => id),
      dossiers: all.dossiers.map(({ code }) => code),
      procedures: all.procedures.map(({ name }) => name),
    }
  }

  it('finds a person, their visits, withdrawn ones too, and their dossiers by the name', () => {
    expect(inAll('mau tran')).toMatchObject({
      residents: ['Trần Văn Mẫu'],
      visits: [anId(14), anId(11), anId(13)],
      dossiers: ['H08-261110-0042'],
    })
  })

  it('finds whom nobody but this phone knows yet, and what the ward refused', () => {
    expect(inAll('le thi thu')).toMatchObject({ residents: ['Lê Thị Thử'], visits: [anId(15)], review: [] })
    expect(inAll('tu choi')).toMatchObject({ residents: [], visits: [], review: [anId(1002)] })
    expect(inAll('0987000111').review).toEqual([anId(1002)])
  })

  it('finds a procedure and what was submitted of it, and a code by a part of it', () => {
    expect(inAll('khai sinh')).toMatchObject({
      procedures: ['Đăng ký khai sinh'],
      dossiers: ['H08-261110-0042'],
      visits: [anId(11)],
    })
    expect(inAll('261110-0042')).toMatchObject({ dossiers: ['H08-261110-0042'], procedures: [] })
    for (const query of ['H08 261110', '2611100042', 'mau khai sinh'])
      expect(inAll(query)).toMatchObject({ dossiers: ['H08-261110-0042'], visits: [anId(11)] })
  })

  it('finds what waits and is no record of its own', () => {
    expect(inAll('khu pho moi').waiting).toEqual([anId(1004)])
    expect(inAll('le thi thu').waiting).toEqual([])
  })

  it('finds whose name was meant by a slip, where there is nothing else', () => {
    expect(inAll('tarn van mau')).toMatchObject({ residents: ['Trần Văn Mẫu'], visits: [] })
  })

  it('of nothing finds nothing', () => {
    const { review, residents, visits } = inAll('  ')
    expect([review, residents, visits]).toEqual([[], [], []])
  })
})
