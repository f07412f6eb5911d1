// Lists on the narrowest phones and with text twice as large: whom a row is about is never what is cut, rows stand below
// each other, also when text grows while the list is open, and nothing runs off the edge.
import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import type { Component } from 'vue'
import type { WireRow } from '#protocol/sync.ts'
import BottomToast from '../../src/client/components/BottomToast.vue'
import ChoiceGroup from '../../src/client/components/ChoiceGroup.vue'
import ConfirmDialog from '../../src/client/components/ConfirmDialog.vue'
import DateField from '../../src/client/components/DateField.vue'
import AssistListScreen from '../../src/client/screens/assists/AssistListScreen.vue'
import AssistScreen from '../../src/client/screens/assists/AssistScreen.vue'
import { beginAssistForm } from '../../src/client/screens/assists/form/assistForm.ts'
import CheckPart from '../../src/client/screens/assists/form/CheckPart.vue'
import DoorPage from '../../src/client/screens/door/DoorPage.vue'
import DossierListScreen from '../../src/client/screens/dossiers/DossierListScreen.vue'
import ResidentListScreen from '../../src/client/screens/residents/ResidentListScreen.vue'
import { showLocale, type Locale } from '../../src/client/i18n/index.ts'
import { createView } from '../../src/client/view/view.ts'
import '../../src/client/styles/main.css'
import {
  aDossier,
  anAccountItem,
  anAssist,
  anId,
  aProcedure,
  aResident,
  aTeam,
  aVolunteer,
  ids,
  noon,
  today,
} from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

enableAutoUnmount(afterEach)

const count = 60
const names = ['Nguyễn Ngọc Thúy', 'Nguyễn Hoàng Thị Ngọc Bảo Thúy', 'An']
const residents = Array.from({ length: count }, (_, n) =>
  aResident({ id: anId(2000 + n), name: names[n % names.length]!, birthYear: 1950 + n }),
)
const assists = residents.map(({ id: residentId }, n) => {
  const items = {
    [anId(4000 + n)]: anAccountItem('vneidLevel2'),
    [anId(5000 + n)]: { kind: 'dossier' as const, dossierId: anId(6000 + n), act: 'new' as const },
  }
  return anAssist({ id: anId(3000 + n), residentId, items })
})
const dossiers = assists.map(({ id: assistId }, n) =>
  aDossier({ id: anId(6000 + n), assistId, dueOn: n % 2 === 0 ? today : '2026-10-01' }),
)
const failure = {
  kind: 'failure' as const,
  subject: 'visit' as const,
  reason: 'MAT_MANG' as const,
  remark: null,
}
const failed = anAssist({ id: anId(7000), items: { [anId(7001)]: failure } })

let made = 800

beforeEach(() => scaleTo(100))
afterEach(() => scaleTo(100))

function scaleTo(percent: number): void {
  document.documentElement.style.fontSize = `${percent}%`
}

async function open(screen: Component, props: Record<string, unknown> = {}): Promise<VueWrapper> {
  const view = createView(aVolunteer, () => noon)
  const procedure = aProcedure({ name: 'Cấp Giấy xác nhận tình trạng hôn nhân' })
  view.hear({
    rows: [
      { table: 'units', id: ids.team, ver: 1, row: aTeam() },
      { table: 'procedures', id: procedure.id, ver: 1, row: procedure },
      ...residents.map((row) => ({ table: 'residents', id: row.id, ver: 1, row })),
      ...[...assists, failed].map((row) => ({ table: 'assists', id: row.id, ver: 1, row })),
      ...dossiers.map((row) => ({ table: 'dossiers', id: row.id, ver: 1, row })),
    ] as WireRow[],
  })
  const member = { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer' as const, teamIds: [ids.team] }
  const client = { newId: () => anId(made++) }
  const opened = await aScreen(screen, { view, member, client, clock: () => noon, path: '/', props })
  await flushPromises()
  return opened
}

const all = (selector: string, within: ParentNode = document) => [
  ...within.querySelectorAll<HTMLElement>(selector),
]
const boxOf = (element: Element) => element.getBoundingClientRect()

/** Parts of rows that cannot be read whole. */
function cut(selector: string): string[] {
  return all(selector).flatMap((part) => {
    const row = boxOf(part.closest('.list-row') ?? part)
    const lines = part.closest('.title, .detail, .trailing')
    const edges = [row, ...(lines ? [boxOf(lines)] : [])]
    const { left, right, top, bottom, width } = boxOf(part)
    const isWithin = edges.every(
      (edge) =>
        left >= edge.left - 1 && right <= edge.right + 1 && top >= edge.top - 1 && bottom <= edge.bottom + 3,
    )
    return isWithin && width > 1 && part.scrollWidth <= part.clientWidth + 1 ? [] : [part.textContent]
  })
}

/** Rows whose content, or whose own height, is not what their place has room for. */
function overlaps(): string[] {
  const places = all('.virtual > li').sort((a, b) => boxOf(a).top - boxOf(b).top)
  return places.flatMap((place, index) => {
    const next = places[index + 1]
    const row = place.firstElementChild as HTMLElement
    const isInNext = next && boxOf(place).bottom > boxOf(next).top + 1
    const isTooHigh = boxOf(row).bottom > boxOf(place).bottom + 1 || row.scrollHeight > row.clientHeight + 1
    return isInNext || isTooHigh ? [place.textContent] : []
  })
}

/** The row that stands at the top of what is seen. */
const rowAtTop = () => all('.virtual > li').find((place) => boxOf(place).bottom > 1)?.textContent

const lists: [string, Component][] = [
  ['residents', ResidentListScreen],
  ['visits', AssistListScreen],
  ['dossiers', DossierListScreen],
]

describe.each([
  { width: 360, percent: 100 },
  { width: 320, percent: 100 },
  { width: 360, percent: 150 },
  { width: 320, percent: 200 },
  { width: 1280, percent: 100 },
])('at $width px with text of $percent %', ({ width, percent }) => {
  beforeEach(async () => {
    await page.viewport(width, 740)
    scaleTo(percent)
  })

  it.each(lists)('a row of %s says whom it is about, and how it stands', async (_name, screen) => {
    await open(screen)
    await waitFor(() => expect(all('.list-row').length).toBeGreaterThan(3))
    expect(cut('.year')).toEqual([])
    if (width > 360) expect(cut('.name')).toEqual([])
    expect(cut('.status-mark .word')).toEqual([])
    expect(overlaps()).toEqual([])
    expect(document.documentElement.scrollWidth).toBe(width)
    if (screen !== ResidentListScreen) expect(all('.year').length).toBeGreaterThan(3)
  })
})

describe('with text twice as large, at 320 px', () => {
  beforeEach(async () => {
    await page.viewport(320, 740)
    scaleTo(200)
  })

  it.each(lists)('no title of %s is cut', async (_name, screen) => {
    await open(screen)
    await waitFor(() => expect(all('.list-row').length).toBeGreaterThan(3))
    const titles = all('.list-row .title, .list-row .title *')
    const isCut = (one: HTMLElement) =>
      one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 3
    // What stands in a line has no box of its own.
    const boxes = titles.filter((one) => getComputedStyle(one).display !== 'inline')
    expect(boxes.filter(isCut).map(({ textContent }) => textContent)).toEqual([])
  })

  it('a word without an end breaks in what was just said', async () => {
    const text = `Có từ nhạy cảm: ${'sốthẻcăncước'.repeat(4)}`
    mount(BottomToast, { attachTo: document.body, props: { open: true, text, detail: text } })
    const edge = boxOf(all('.panel')[0]!).right
    expect(edge).toBeLessThanOrEqual(320)
    expect(boxOf(all('.panel .text')[0]!).right).toBeLessThanOrEqual(edge)
  })

  it('what is asked before something is given up has the width', () => {
    const words = { title: 'Đăng xuất khỏi máy này?', confirmLabel: 'Đăng xuất', cancelLabel: 'Hủy' }
    mount(ConfirmDialog, { attachTo: document.body, props: { open: true, ...words } })
    expect(boxOf(all('dialog')[0]!).width).toBe(320 - 2 * 16)
  })

  it('what is asked at more length than the screen has is read from its heading, which the keys go on from', async () => {
    const words = { title: 'Bỏ việc này?', confirmLabel: 'Bỏ', cancelLabel: 'Hủy' }
    const slots = { default: () => 'Phường không nhận nên việc này không được đếm. '.repeat(12) }
    mount(ConfirmDialog, { attachTo: document.body, props: { open: true, ...words }, slots })
    const [dialog] = all('dialog')
    expect(dialog!.scrollHeight).toBeGreaterThan(dialog!.clientHeight)
    expect(dialog!.scrollTop).toBe(0)
    expect(document.activeElement?.textContent).toBe(words.title)
    for (const name of [words.confirmLabel, words.cancelLabel]) {
      await userEvent.keyboard('{Tab}')
      expect(document.activeElement?.textContent?.trim()).toBe(name)
    }
  })

  it('an answer to be checked has the width, and the way back to it stands below', async () => {
    const newId = () => anId(made++)
    const form = {
      ...beginAssistForm({ newId, today, teamId: ids.team }),
      name: names[1]!,
      birthYear: '1960',
    }
    await open(CheckPart, { form })
    const [answer] = all('.answer')
    const [value, way] = all('dd', answer)
    expect(boxOf(value!).width).toBe(boxOf(answer!).width)
    expect(boxOf(way!).top).toBeGreaterThanOrEqual(boxOf(value!).bottom)
  })

  it('the words above the boxes of a day stay whole', async () => {
    const field = mount(DateField, {
      attachTo: document.body,
      props: {
        id: 'dueOn',
        label: 'Ngày hẹn trả',
        modelValue: '',
        partLabels: { day: 'Ngày', month: 'Tháng', year: 'Năm' },
      },
    })
    const heights = field.findAll('.part span').map(({ element }) => boxOf(element).height)
    expect(heights).toHaveLength(3)
    expect(Math.max(...heights)).toBeLessThan(60)
  })
})

it('text that grows while a list is open moves the rows apart, and keeps the place', async () => {
  await page.viewport(360, 740)
  const complaints: string[] = []
  const hear = ({ message }: ErrorEvent) => complaints.push(message)
  window.addEventListener('error', hear)
  await open(ResidentListScreen)
  await waitFor(() => expect(all('.list-row').length).toBeGreaterThan(3))
  window.scrollTo(0, 2_000)
  await waitFor(() => expect(rowAtTop()).toBeDefined())
  const before = rowAtTop()
  const height = () => boxOf(all('.virtual')[0]!).height
  const normal = height()
  for (const [percent, isHigher] of [
    [200, true],
    [100, false],
  ] as const) {
    scaleTo(percent)
    await waitFor(() => expect(height() > normal).toBe(isHigher))
    await waitFor(() => expect(rowAtTop()).toBe(before))
    expect(overlaps()).toEqual([])
  }
  window.removeEventListener('error', hear)
  expect(complaints).toEqual([])
})

describe('at 320 px', () => {
  beforeEach(() => page.viewport(320, 740))

  it.each([
    [1, ['Hôm nay', 'Tuần này', 'Tháng này']],
    [1, ['Hôm nay', 'Tuần', 'Tháng', 'Khác']],
    [2, ['Theo dõi', 'Đang xử lý', 'Xong', 'Tất cả']],
  ])('stand in %i lines of equally many the segments %s', (lines, labels) => {
    const options = labels.map((label) => ({ value: label, label }))
    for (const chosen of labels) {
      const group = mount(ChoiceGroup<string>, {
        attachTo: mountInPage(),
        props: { id: 'one', legend: 'Kỳ', layout: 'segments', options, modelValue: chosen },
      })
      const tops = Map.groupBy(group.findAll('.choice'), ({ element }) => boxOf(element).top)
      expect([...tops.values()].map((line) => line.length)).toEqual(
        Array<number>(lines).fill(labels.length / lines),
      )
      expect(group.findAll('.words').every(({ element }) => element.getClientRects().length === 1)).toBe(true)
      group.unmount()
    }
  })

  it.each(['vi', 'en'])(
    'the name, the other language and help stand in one line at the door (%s)',
    async (locale) => {
      await open(DoorPage, { title: 'Đăng nhập' })
      await showLocale(locale as Locale)
      await flushPromises()
      const middles = all('.door > .cluster svg').map((sign) => (boxOf(sign).top + boxOf(sign).bottom) / 2)
      expect(middles).toHaveLength(3)
      expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(2)
      expect(document.documentElement.scrollWidth).toBe(320)
    },
  )
})

function mountInPage(): HTMLElement {
  const place = document.createElement('div')
  place.className = 'page'
  document.body.replaceChildren(place)
  return place
}

it('a saved visit that failed in something says what to do next', async () => {
  const screen = await open(AssistScreen, { id: failed.id })
  expect(screen.get('.items').text()).toContain('Làm tiếp:')
})

it('what was just said has an edge where a system forces its colours', async () => {
  const force = (value: string) =>
    (cdp() as { send: (method: string, params: object) => Promise<unknown> }).send(
      'Emulation.setEmulatedMedia',
      { features: [{ name: 'forced-colors', value }] },
    )
  await force('active')
  try {
    mount(BottomToast, { attachTo: document.body, props: { open: true, text: 'Đã lưu' } })
    const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(all('.panel')[0]!)
    expect(borderTopWidth).toBe('1px')
    expect([backgroundColor, 'rgba(0, 0, 0, 0)']).not.toContain(borderTopColor)
  } finally {
    await force('none')
  }
})
