// The note of a visit: what had better not stand in it, and putting it right later.
import { describe, expect, it } from 'vitest'
import { carryOut } from '#domain/commands.ts'
import { sensitiveWordIn } from '#domain/note.ts'
import { aCommand, aTeam, aVolunteer, aWorld, anAssist, ids, noon, rowsOf } from '../support/builders.ts'

describe('a note', () => {
  it.each([
    ['Bác bị tiểu đường, hẹn thứ sáu', 'tiểu đường'],
    ['bac bi tieu duong', 'tieu duong'],
    ['Nhà theo đạo, kiêng chủ nhật', 'theo đạo'],
    ['mật khẩu: abc123', 'mật khẩu'],
    ['OTP 482913', 'OTP'],
    ['CCCD 052085000123', '052085000123'],
    ['số 052 085 000 123 nhé', '052 085 000 123'],
    ['Người Hoà Hảo', 'Hoà Hảo'],
    ['người hòa hảo', 'hòa hảo'],
    ['Nghiện rượu', 'Nghiện'],
    ['ĐỘNG KINH'.normalize('NFD'), 'ĐỘNG KINH'],
  ])('warns of %s', (text, word) => {
    expect(sensitiveWordIn(text)).toBe(word)
  })

  it.each([
    '',
    'Hẹn thứ sáu, mang giấy chứng sinh',
    'Đang ở bệnh viện với con',
    'dang nghien cuu them',
    'Gọi 0912 345 678 trước khi đến',
    'Mã 000.37.28.H08-261124-0013',
    'Máy hết pin',
  ])('says nothing of %s', (text) => {
    expect(sensitiveWordIn(text)).toBeUndefined()
  })
})

describe('correcting a note', () => {
  const note = { id: ids.assist, teamId: ids.team, text: 'Hẹn thứ sáu' }
  const worldWith = (fields: Parameters<typeof anAssist>[0], notes = [note]) =>
    aWorld({ rows: rowsOf({ units: [aTeam()], assists: [anAssist(fields)], notes }) })
  const correct = aCommand('correctNote', { assistId: ids.assist, text: 'Hẹn thứ bảy' })

  it('writes it anew', () => {
    const { writes } = carryOut(correct, worldWith({}))
    expect(writes).toMatchObject([{ table: 'notes', row: { ...note, text: 'Hẹn thứ bảy' } }])
  })

  it('writes it for the first time, beside a visit that had none', () => {
    const { writes } = carryOut(correct, worldWith({}, []))
    expect(writes.map(({ row }) => row)).toEqual([{ ...note, text: 'Hẹn thứ bảy' }])
  })

  it('keeps both where two people found none and wrote one', () => {
    const first = aCommand('correctNote', { assistId: ids.assist, text: 'Gọi trước', isFirst: true })
    const textAfter = (notes: (typeof note)[]) => carryOut(first, worldWith({}, notes)).writes[0]?.row
    expect(textAfter([])).toMatchObject({ text: 'Gọi trước' })
    expect(textAfter([note])).toMatchObject({ text: 'Hẹn thứ sáu\nGọi trước' })
    expect(textAfter([{ ...note, text: '' }])).toMatchObject({ text: 'Gọi trước' })
  })

  it('that only says again what somebody else has written takes nothing of it away', () => {
    const first = aCommand('correctNote', { assistId: ids.assist, text: 'Hẹn', isFirst: true })
    expect(carryOut(first, worldWith({}))).toMatchObject({ outcome: 'applied', writes: [] })
  })

  it('is for whoever may correct the visit, while it stands', () => {
    const refused = (world: ReturnType<typeof aWorld>) => {
      try {
        carryOut(correct, world)
      } catch (error) {
        return error
      }
      return undefined
    }
    const colleague = { ...worldWith({}), actor: aVolunteer({ memberId: ids.colleague }) }
    expect(refused(colleague)).toMatchObject({ code: 'notAllowed' })
    const withdrawn = { memberId: ids.volunteer, at: noon, reason: 'Ghi trùng' }
    expect(refused(worldWith({ withdrawn }))).toMatchObject({ code: 'rowWithdrawn' })
    const nowhere = aWorld({ rows: rowsOf({ units: [aTeam()] }) })
    expect(refused(nowhere)).toMatchObject({ code: 'rowUnknown', field: 'assistId' })
  })
})
