// Rows and a period in, every indicator out. Phone, dashboard and report all call this, so that they agree.
// A figure is the list of what it counts; its number is the length of that list.
import { accountKinds } from './account.ts'
import { newestFirst, type Assist } from './assist.ts'
import type { AssistItem } from './assistItem.ts'
import type { Counted, Deed, Figure } from './counted.ts'
import type { Dossier } from './dossier.ts'
import { failureReasonCodes } from './failure.ts'
import { isWithin, type Day, type Period } from './period.ts'

export const accountIndicators = accountKinds.map((kind) => `accounts.${kind}` as const)
export const failureIndicators = failureReasonCodes.map((code) => `failures.${code}` as const)

export const indicators = [
  'people',
  'assists',
  'anonymousAssists',
  'accounts',
  ...accountIndicators,
  'peopleWithAccount',
  'dossiers',
  'dossiersLevel3',
  'dossiersLevel4',
  'paidOnline',
  'byPost',
  'eCertified',
  'failures',
  ...failureIndicators,
] as const

/**
 * `people`: distinct residents with an assist in the period. `assists`: visits, withdrawn ones left out, of which
 * `anonymousAssists` without a resident. `accounts`: once per resident and kind, on the day it first succeeded.
 * `peopleWithAccount`: distinct residents among those accounts. `dossiers`: once each, on the day of submission.
 * `failures`: attempts that did not work, also by reason.
 */
export type Indicator = (typeof indicators)[number]

export type Figures = Readonly<Record<Indicator, Figure>>

export interface FigureRows {
  readonly assists: Iterable<Assist>
  findDossier(id: string): Dossier | undefined
}

/**
 * Counts a period. `rows` holds every assist up to the period's end, also earlier ones: an account that first succeeded
 * before the period, and a dossier that was submitted before it, is not counted in it again. `only` narrows what is
 * counted, never what is known.
 */
export function figures(
  rows: FigureRows,
  period: Period,
  only: (assist: Assist) => boolean = () => true,
): Figures {
  const lists = new Map<Indicator, Map<string, Growing>>(indicators.map((name) => [name, new Map()]))
  const count: Count = (indicator, key, deed) => {
    const list = lists.get(indicator)
    const counted = list?.get(key)
    if (counted) counted.deeds.push(deed)
    else list?.set(key, { key, deeds: [deed] })
  }
  const seen = new Set<string>()
  const isFirst = (key: string) => seen.size < seen.add(key).size
  for (const assist of inOrder(rows.assists, period.to)) {
    const counts = isWithin(assist.on, period) && only(assist)
    if (counts) countVisit(assist, count)
    for (const [itemId, item] of Object.entries(assist.items)) {
      const key = keyOf(item, assist, itemId)
      if (key !== undefined && isFirst(key) && counts) countItem({ assist, item }, key, rows, count)
    }
  }
  return Object.fromEntries(
    [...lists].map(([name, list]) => [name, [...list.values()]]),
  ) as unknown as Figures
}

interface Growing extends Counted {
  readonly deeds: [Deed, ...Deed[]]
}

type Count = (indicator: Indicator, key: string, deed: Deed) => void

/** What an item counts as, the same wherever it is done again; undefined when it counts as nothing of its own. */
function keyOf(item: AssistItem, { id, residentId }: Assist, itemId: string): string | undefined {
  switch (item.kind) {
    case 'account':
      return `${residentId ?? `${id}/${itemId}`}/${item.account}`
    case 'dossier':
      return item.act === 'new' ? item.dossierId : undefined
    case 'failure':
      return `${id}/${itemId}`
    case 'skill':
      return undefined
  }
}

function countVisit(assist: Assist, count: Count): void {
  const deed = { assist, item: null }
  count('assists', assist.id, deed)
  if (assist.residentId === null) count('anonymousAssists', assist.id, deed)
  else count('people', assist.residentId, deed)
}

function countItem(deed: Deed, key: string, rows: FigureRows, count: Count): void {
  const { assist, item } = deed
  switch (item?.kind) {
    case 'account':
      count('accounts', key, deed)
      count(`accounts.${item.account}`, key, deed)
      if (assist.residentId !== null) count('peopleWithAccount', assist.residentId, deed)
      break
    case 'dossier':
      countDossier(rows.findDossier(item.dossierId), deed, count)
      break
    case 'failure':
      count('failures', key, deed)
      count(`failures.${item.reason}`, key, deed)
      break
  }
}

function countDossier(dossier: Dossier | undefined, deed: Deed, count: Count): void {
  if (!dossier) return
  count('dossiers', dossier.id, deed)
  count(dossier.level === 3 ? 'dossiersLevel3' : 'dossiersLevel4', dossier.id, deed)
  if (dossier.paidOnline) count('paidOnline', dossier.id, deed)
  if (dossier.byPost) count('byPost', dossier.id, deed)
  if (dossier.eCertified) count('eCertified', dossier.id, deed)
}

/** Those that stand, up to a day, in the order in which things first happened; ids (UUID 7) settle one day's order. */
function inOrder(assists: Iterable<Assist>, to: Day): Assist[] {
  const standing = [...assists].filter((assist) => assist.withdrawn === null && assist.on <= to)
  return standing.sort((a, b) => newestFirst(b, a))
}

/** The numbers alone. */
export function toCounts(counted: Figures): Record<Indicator, number> {
  return Object.fromEntries(indicators.map((name) => [name, counted[name].length])) as Record<
    Indicator,
    number
  >
}
