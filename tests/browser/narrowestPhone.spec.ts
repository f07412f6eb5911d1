// What was seen to go wrong on the narrowest phone: nothing is cut, runs out of its frame, or stands beside the margin.
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { h, type Component } from 'vue'
import AppButton from '../../src/client/components/AppButton.vue'
import AppHeader from '../../src/client/components/AppHeader.vue'
import BigFigure from '../../src/client/components/BigFigure.vue'
import BottomToast from '../../src/client/components/BottomToast.vue'
import ChoiceGroup from '../../src/client/components/ChoiceGroup.vue'
import DateField from '../../src/client/components/DateField.vue'
import FigureTable from '../../src/client/components/FigureTable.vue'
import ListRow from '../../src/client/components/ListRow.vue'
import MatterRow from '../../src/client/components/MatterRow.vue'
import SearchPick from '../../src/client/components/SearchPick.vue'
import StatusMark from '../../src/client/components/StatusMark.vue'
import TextField from '../../src/client/components/TextField.vue'
import PeriodDates from '../../src/client/screens/dashboard/PeriodDates.vue'
import TargetsScreen from '../../src/client/screens/team/TargetsScreen.vue'
import '../../src/client/styles/main.css'
import { createView } from '../../src/client/view/view.ts'
import { aManager, aTeam, anId, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

enableAutoUnmount(afterEach)
beforeEach(() => page.viewport(320, 740))

const margin = 16
const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
const boxOf = (element: Element) => element.getBoundingClientRect()

/** The words themselves, without what holds them. */
function wordsOf(element: Element): DOMRect {
  const range = document.createRange()
  range.selectNodeContents(element)
  return range.getBoundingClientRect()
}

function show(...content: ReturnType<typeof h>[]): void {
  mount({ render: () => h('div', { class: 'page' }, content) }, { attachTo: document.body })
}

const button = (words: string, props: object = {}, icon?: Component) =>
  h(AppButton, props, { default: () => words, ...(icon && { icon: () => h(icon) }) })

describe('lines between choices', () => {
  const options = ['Ở nhà', 'Nhà văn hóa', 'Một cửa'].map((label) => ({ value: label, label }))
  const drawn = (layout: 'rows' | 'chips' | 'segments') => {
    show(h(ChoiceGroup<string>, { id: 'place', legend: 'Nơi', options, layout }))
    return all('.choice').filter((choice) => getComputedStyle(choice, '::before').content !== 'none').length
  }

  it('part segments that stand close', () => expect(drawn('segments')).toBe(2))
  it.each(['rows', 'chips'] as const)('are not drawn between %s', (layout) => expect(drawn(layout)).toBe(0))
})

it.each([
  ['12.673', undefined],
  ['2.673', '+12'],
  ['109', '+1'],
])('the figure %s %s stays in its tile, in one line', (value, waiting) => {
  show(
    h(
      'div',
      { class: 'tiles' },
      [1, 2].map(() => h(BigFigure, { label: 'Người', value, waiting })),
    ),
  )
  for (const tile of all('.big-figure')) {
    const [figure] = tile.querySelectorAll('.figure')
    expect(wordsOf(figure!).right).toBeLessThanOrEqual(boxOf(tile).right)
  }
  expect(new Set(all('.big-figure').map((tile) => boxOf(tile).top)).size).toBe(1)
  const [light] = all('.waiting')
  if (light) expect(boxOf(light).bottom).toBeLessThanOrEqual(boxOf(light.parentElement!).bottom + 1)
})

it('the figures of a row stand at one height, with and without what is on its way', () => {
  const tile = (waiting?: string) => h(BigFigure, { label: 'Người', value: waiting ? '109' : '55', waiting })
  show(h('div', { class: 'tiles' }, [tile('+1'), tile()]))
  const [first, second] = all('.figure').map((figure) => boxOf(figure))
  expect(first!.bottom).toBe(second!.bottom)
  expect(Math.abs(first!.top - second!.top)).toBeLessThan(10)
})

it('the code of a dossier is seen whole in its field, in a card too', () => {
  const code = { id: 'code', label: 'Mã hồ sơ', code: true, modelValue: '000.37.28.H08-261109-0001' }
  show(h('div', { class: 'card' }, [h(TextField, { ...code, error: 'Mã đã có' })]))
  const [input] = all('input')
  expect(input!.scrollWidth).toBeLessThanOrEqual(input!.clientWidth)
})

it('what is wrong with one number of several is read across their card, and moves none of them', async () => {
  const view = createView(aManager, () => noon)
  view.hear({ rows: [{ table: 'units', id: ids.team, ver: 1, row: aTeam() }] })
  const member = { id: anId(99), name: 'Quản Lý', role: 'manager' as const, teamIds: [] }
  const drafts = { load: async () => undefined, save: async () => {}, discard: async () => {} }
  const client = { drafts, session: { beforeLock: () => () => undefined } } as never
  const screen = await aScreen(TargetsScreen, {
    view,
    member,
    client,
    clock: () => noon,
    path: '/team/targets',
  })
  await flushPromises()
  const places = () => {
    const tops = screen.findAll('.fields .field-frame').map(({ element }) => boxOf(element))
    return tops.map(({ left, top }) => [left, top - tops[0]!.top])
  }
  const before = places()
  const [, input] = screen.findAll('.fields input')
  await input!.setValue('mười')
  await screen.get('form').trigger('submit')
  await flushPromises()
  expect(places()).toEqual(before)
  const note = screen.get(`[id="${input!.attributes('aria-describedby')}"]`)
  expect(note.text()).toMatch(/^Lượt: /)
  expect(boxOf(note.element).width).toBe(boxOf(screen.get('.fields').element).width)
  expect(screen.get('.error-summary li').text()).toMatch(/^Khu phố Đệ Đức 1, Lượt: /)
})

it('a name that is typed has the whole width of its field, and what takes it away stands above', () => {
  const team = { id: 'name', label: 'Tổ 1', modelValue: 'Khu phố An Dưỡng 1' }
  show(h(TextField, team, { beside: () => button('Bỏ', { variant: 'quiet' }) }))
  const [input, remove] = ['input', '.head .app-button'].map((one) => boxOf(all(one)[0]!))
  expect(input!.width).toBe(320 - 2 * margin)
  expect(remove!.height).toBeGreaterThanOrEqual(48)
  expect(remove!.bottom).toBeLessThanOrEqual(input!.top)
})

it('the state of a matter stands below its words, which have the whole width', () => {
  const trailing = () => h(StatusMark, { tone: 'wait', label: 'Nhờ ghi' })
  show(
    h('div', { class: 'rows' }, [
      h(MatterRow, { title: 'An', detail: 'Ghi', reason: 'Còn thiếu' }, { trailing }),
    ]),
  )
  const [words, mark] = ['.lines', '.trailing'].map((one) => boxOf(all(one)[0]!))
  expect(mark!.top).toBeGreaterThanOrEqual(words!.bottom)
  expect(mark!.left).toBe(margin)
  expect(words!.width).toBe(320 - 2 * margin)
})

it('a state stands below the words of its row, and a year of birth never alone', () => {
  const title = 'Hoàng Nguyễn Thị Thùy Dương Minh, 1987'
  const mark = () => h(StatusMark, { tone: 'wait', label: 'Chờ gửi' })
  show(
    h('div', { class: 'rows' }, [
      h(ListRow, { title, detail: 'Bưu chính', button: true }, { trailing: mark }),
    ]),
  )
  expect(boxOf(all('.status-mark')[0]!).top).toBeGreaterThanOrEqual(boxOf(all('.lines')[0]!).bottom)
  const name = wordsOf(all('.name')[0]!)
  const year = wordsOf(all('.year')[0]!)
  expect(Math.abs(name.bottom - year.bottom)).toBeLessThan(2)
  expect(year.left).toBeGreaterThan(boxOf(all('.title')[0]!).left + 20)
})

it.each([320, 360, 375])('four long choices stand two by two on a phone %i px wide', async (width) => {
  await page.viewport(width, 740)
  const options = ['Theo dõi', 'Đang xử lý', 'Xong', 'Tất cả'].map((label) => ({ value: label, label }))
  show(h(ChoiceGroup<string>, { id: 'show', legend: 'Xem', options, layout: 'segments' }))
  const tops = all('.choice').map((choice) => boxOf(choice).top)
  expect([tops[0] === tops[1], tops[1]! < tops[2]!, tops[2] === tops[3]]).toEqual([true, true, true])
})

it('rows right before the actions end with their line', () => {
  const row = () => h('div', { class: 'rows' }, [h(ListRow, { title: 'Gửi đường dẫn', button: true })])
  show(row(), h('section', [row()]), h('div', { class: 'action-bar' }, [button('Ghi lượt')]))
  const [first, last] = all('.rows').map((rows) => getComputedStyle(rows).borderBlockEndWidth)
  expect([first, last]).toEqual(['1px', '0px'])
})

it('a name keeps its line, and the state of its row goes below', () => {
  const trailing = () => h(StatusMark, { tone: 'wait', label: 'Handed over' })
  show(
    h('div', { class: 'rows' }, [h(ListRow, { title: 'Hồ Thị Ngoại Tuyến', detail: 'Ghi' }, { trailing })]),
  )
  expect(all('.name')[0]!.getClientRects()).toHaveLength(1)
  expect(boxOf(all('.trailing')[0]!).top).toBeGreaterThanOrEqual(boxOf(all('.lines')[0]!).bottom)
})

describe('a button', () => {
  const sign: Component = () => h('svg', { viewBox: '0 0 24 24', width: 24, height: 24 })

  it.each(['Ghi', 'Ghi một lượt hỗ trợ khác cho người dân này'])('has its sign beside “%s”', (words) => {
    show(button(words, { wide: true }, sign))
    const [text, drawing] = ['.words', '.sign'].map((one) => boxOf(all(one)[0]!))
    expect(Math.abs((drawing!.left + text!.right) / 2 - 160)).toBeLessThanOrEqual(1)
    expect(drawing!.right).toBeLessThan(text!.left)
    expect(Math.abs(drawing!.top + drawing!.bottom - text!.top - text!.bottom)).toBeLessThan(2)
    expect(wordsOf(all('.words')[0]!).left).toBeCloseTo(text!.left, 0)
  })

  it('has its words below the sign where a long one has no room beside it', () => {
    show(h('div', { style: { inlineSize: '7rem' } }, [button('Nghiêng', { wide: true }, sign)]))
    expect(boxOf(all('.words')[0]!).top).toBeGreaterThanOrEqual(boxOf(all('.sign')[0]!).bottom)
    expect(document.documentElement.scrollWidth).toBe(320)
  })

  it('without a frame begins and ends on the margin', () => {
    const quiet = (words: string) => button(words, { variant: 'quiet' })
    show(
      h('div', { class: 'cluster' }, [button('Sửa rồi gửi lại lên phường'), quiet('Chuyển cho tổ trưởng')]),
      h('div', { class: 'cluster spread' }, [h('p', 'Gần đây'), quiet('Xem tất cả')]),
      h('div', { class: 'rows' }, [h(ListRow, { title: 'Lời mời' }, { trailing: () => quiet('Thu hồi') })]),
    )
    const [below, beside, inRow] = all('.quiet').map((one) => wordsOf(one))
    expect(below!.left).toBeCloseTo(margin, 0)
    expect(beside!.right).toBeCloseTo(320 - margin, 0)
    expect(inRow!.right).toBeCloseTo(320 - margin, 0)
    expect(document.documentElement.scrollWidth).toBe(320)
  })
})

it('suggestions that are cut end halfway down one of them, between its lines', async () => {
  const found = Array.from({ length: 12 }, (_, n) => ({
    value: `${n}`,
    label: `Nguyễn Thị ${n}`,
    detail: '1987',
  }))
  show(
    h(SearchPick, {
      id: 'name',
      label: 'Họ và tên',
      modelValue: '',
      options: () => found,
      countText: String,
    }),
  )
  const [input] = document.querySelectorAll('input')
  input!.value = 'ng'
  input!.dispatchEvent(new InputEvent('input'))
  const end = () => boxOf(all('.list')[0]!).bottom
  const findCut = () => all('.option').find((option) => boxOf(option).bottom > end())
  // The list is as high as the room below allows once a frame was drawn.
  await waitFor(() => expect(findCut()).toBeDefined())
  const cut = findCut()!
  const [name, detail] = [...cut.children].map(boxOf)
  // Letters end before their line does.
  expect(name!.bottom).toBeLessThanOrEqual(end() + 3)
  expect(detail!.top).toBeGreaterThanOrEqual(end() - 4)
})

it('nothing that lies behind suggestions shows right below them', () => {
  const pick = { id: 'name', label: 'Họ và tên', modelValue: '', options: () => [], countText: String }
  show(h(SearchPick, pick))
  expect(getComputedStyle(all('.list')[0]!).boxShadow).toContain('24px 0px 0px')
})

it('the number that ends a name stands in a line with words', () => {
  const columns = ['name', 'a', 'b', 'c', 'd', 'e'].map((key) => ({
    key,
    label: 'Tài khoản',
    numeric: key !== 'name',
  }))
  const rows = [
    { key: 'team', cells: { name: 'Khu phố An Dưỡng 1', a: '1.046', b: '150', c: '0', d: '0', e: '0' } },
  ]
  show(h(FigureTable, { caption: 'Theo tổ', columns, rows }))
  const [name] = all('tbody th .cell')
  expect(name!.getClientRects()).toHaveLength(2)
})

it.each([320, 360, 412])('of a table on a phone %i px wide no figure is cut by its edge', async (width) => {
  await page.viewport(width, 740)
  const heads = ['Người', 'Lượt', 'Tài khoản', 'Người có tài khoản', 'Hồ sơ', 'Mức độ 4', 'Mức độ 3']
  const columns = [
    { key: 'name', label: 'Tổ' },
    ...heads.map((label) => ({ key: label, label, numeric: true })),
  ]
  const cells = Object.fromEntries(heads.map((head) => [head, '1.302']))
  show(h(FigureTable, { caption: 'Theo tổ', columns, rows: [{ key: 'a', cells: { name: 'An', ...cells } }] }))
  await waitFor(() => expect(all('.on')).toHaveLength(1))
  const edge = boxOf(all('.scroller')[0]!).right
  const figures = all('td .cell').map(wordsOf)
  expect(figures.filter(({ left, right }) => left < edge && right > edge - 16)).toEqual([])
  // Of the next column enough is seen to know of it.
  const next = all('td')
    .map(boxOf)
    .find(({ right }) => right > edge)!
  expect(edge - next.left).toBeGreaterThan(20)
})

it('a toast leaves nothing to be seen beside it and in the gap below', () => {
  show(h(BottomToast, { open: true, text: 'Đã lưu' }))
  const [toast] = all('.bottom-toast')
  const strip = getComputedStyle(toast!, '::before')
  expect([strip.bottom, strip.left, strip.right]).toEqual(['-8px', '-16px', '-16px'])
  expect(boxOf(all('.panel')[0]!).left).toBe(margin)
})

it('what is said below a title has the whole width', async () => {
  const view = createView(aManager, () => noon)
  const member = { id: anId(99), name: 'Quản Lý', role: 'manager' as const, teamIds: [] }
  const props = { title: 'Tổ', subtitle: 'Phường Hoài Tân, thị xã Hoài Nhơn' }
  await aScreen(AppHeader, { view, member, clock: () => noon, props })
  const [title, subtitle, help] = ['h1', '.subtitle', '.help'].map((one) => boxOf(all(one)[0]!))
  expect(subtitle!.width).toBe(320 - 2 * margin)
  expect(subtitle!.top).toBeGreaterThanOrEqual(title!.bottom - 1)
  expect(help!.height).toBeGreaterThanOrEqual(48)
})

it('lists that follow each other touch and never overlap, whatever the gap of their page is', () => {
  const list = () => h('ul', { class: 'rows' }, [h('li', [h(ListRow, { title: 'Hướng dẫn' })])])
  for (const gap of ['24px', '16px']) {
    document.body.replaceChildren()
    const style = { '--page-gap': gap }
    mount(
      { render: () => h('div', { class: 'page', style }, [h('div', { class: 'stack' }, [list()]), list()]) },
      { attachTo: document.body },
    )
    const [first, second] = all('.rows').map(boxOf)
    expect(second!.top).toBe(first!.bottom)
  }
})

it('what is wrong with a day stands below its hint, as with every field', () => {
  const partLabels = { day: 'Ngày', month: 'Tháng', year: 'Năm' }
  show(
    h(DateField, { id: 'on', label: 'Ngày', hint: 'Ví dụ', error: 'Nhập năm', modelValue: '', partLabels }),
  )
  const [hint, error, boxes] = ['#on-hint', '#on-error', '.parts'].map((one) => boxOf(all(one)[0]!))
  expect(error!.top).toBeGreaterThanOrEqual(hint!.bottom)
  expect(boxes!.top).toBeGreaterThanOrEqual(error!.bottom)
  expect(all('#on')[0]!.getAttribute('aria-describedby')).toBe('on-error')
})

it('two days stand level beside each other, and below each other when one of them is wrong', async () => {
  await page.viewport(768, 740)
  const view = createView(aManager, () => noon)
  const member = { id: anId(99), name: 'Quản Lý', role: 'manager' as const, teamIds: [] }
  const props = { period: { from: '2026-11-01', to: '2026-11-29' } }
  const screen = await aScreen(PeriodDates, { view, member, clock: () => noon, props })
  const tops = (selector: string) => new Set(all(selector).map((one) => Math.round(boxOf(one).top)))
  expect(tops('legend').size).toBe(1)
  expect(tops('input').size).toBe(1)
  expect([...tops('#from-day, .app-button')]).toHaveLength(1)
  await screen.get('#from-year').setValue('')
  await screen.get('form').trigger('submit')
  await flushPromises()
  expect(all('.error')).toHaveLength(1)
  expect(boxOf(all('.error')[0]!).bottom).toBeLessThanOrEqual(boxOf(all('#from-day')[0]!).top)
  expect(boxOf(all('#from')[0]!).bottom).toBeLessThan(boxOf(all('#to')[0]!).top)
})
