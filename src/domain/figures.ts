// Rows and a period in, every indicator out. Phone, dashboard and report all call this, so that they agree.
// A figure is the list of what it counts; its number is the length of that list.
import { accountKinds, type AccountKind } from './account.ts'
import type { Assist } from './assist.ts'
import type { Dossier } from './dossier.ts'
import { isWithin, type Day, type Period } from './period.ts'

export const indicators = [
  'people',
  'assists',
  'anonymousAssists',
  'accounts',
  ...accountKinds.map((kind) => `accounts.${kind}` as const),
  'peopleWithAccount',
  'dossiers',
  'dossiersLevel3',
  'dossiersLevel4',
  'paidOnline',
  'byPost',
  'eCertified',
  'failures',
] as const

/**
 * `people`: distinct residents with an assist in the period. `assists`: visits, withdrawn ones left out, of which
 * `anonymousAssists` without a resident. `accounts`: once per resident and kind, on the day it first succeeded.
 * `peopleWithAccount`: distinct residents among those accounts. `dossiers`: once each, on the day of submission.
 * `failures`: attempts that did not work.
 */
export type Indicator = (typeof indicators)[number]

/** One counted thing: what it is, and the assists it rests on (for the list behind the figure). */
export interface Counted {
  readonly key: string
  readonly assistIds: readonly string[]
}

export type Figures = Readonly<Record<Indicator, readonly Counted[]>>

export interface FigureRows {
  readonly assists: Iterable<Assist>
  findDossier(id: string): Dossier | undefined
}

/**
 * Counts a period. `rows` holds every assist up to the period's end, also earlier ones: an account that first succeeded
 * before the period is not counted in it again. `only` narrows what is counted, never what is known.
 */
export function figures(
  rows: FigureRows,
  period: Period,
  only: (assist: Assist) => boolean = () => true,
): Figures {
  const counted = new Map<Indicator, Map<string, string[]>>(indicators.map((name) => [name, new Map()]))
  const count = (indicator: Indicator, key: string, assistId: string) => {
    const keys = counted.get(indicator)
    const assistIds = keys?.get(key)
    if (assistIds) assistIds.push(assistId)
    else keys?.set(key, [assistId])
  }
  const assists = inOrder(rows.assists, period.to)
  const withAccount = new Set<string>()
  for (const assist of assists) {
    const counts = isWithin(assist.on, period) && only(assist)
    if (counts) countVisit(assist, count)
    for (const [itemId, item] of Object.entries(assist.items)) {
      if (item.kind === 'account') {
        const key = `${assist.residentId ?? `${assist.id}/${itemId}`}/${item.account}`
        if (withAccount.has(key)) continue
        withAccount.add(key)
        if (counts) countAccount(assist, item.account, key, count)
      } else if (counts && item.kind === 'dossier' && item.act === 'new') {
        countDossier(rows.findDossier(item.dossierId), assist, count)
      } else if (counts && item.kind === 'failure') {
        count('failures', itemId, assist.id)
      }
    }
  }
  return Object.fromEntries(
    [...counted].map(([name, keys]) => [name, [...keys].map(([key, assistIds]) => ({ key, assistIds }))]),
  ) as unknown as Figures
}

type Count = (indicator: Indicator, key: string, assistId: string) => void

function countVisit(assist: Assist, count: Count): void {
  count('assists', assist.id, assist.id)
  if (assist.residentId === null) count('anonymousAssists', assist.id, assist.id)
  else count('people', assist.residentId, assist.id)
}

function countAccount(assist: Assist, account: AccountKind, key: string, count: Count): void {
  count('accounts', key, assist.id)
  count(`accounts.${account}`, key, assist.id)
  if (assist.residentId !== null) count('peopleWithAccount', assist.residentId, assist.id)
}

function countDossier(dossier: Dossier | undefined, assist: Assist, count: Count): void {
  if (!dossier) return
  count('dossiers', dossier.id, assist.id)
  count(dossier.level === 3 ? 'dossiersLevel3' : 'dossiersLevel4', dossier.id, assist.id)
  if (dossier.paidOnline) count('paidOnline', dossier.id, assist.id)
  if (dossier.byPost) count('byPost', dossier.id, assist.id)
  if (dossier.eCertified) count('eCertified', dossier.id, assist.id)
}

/** Those that stand, up to a day, in the order in which things first happened; ids (UUID 7) settle one day's order. */
function inOrder(assists: Iterable<Assist>, to: Day): Assist[] {
  const standing = [...assists].filter((assist) => assist.withdrawn === null && assist.on <= to)
  return standing.sort((a, b) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1))
}

/** How much of a figure the ward has, and how much still rests only on changes that wait on this phone. */
export function splitFigure(figure: readonly Counted[], isWaiting: (assistId: string) => boolean) {
  const waiting = figure.filter(({ assistIds }) => assistIds.every(isWaiting)).length
  return { confirmed: figure.length - waiting, waiting }
}

/** The numbers alone. */
export function toCounts(counted: Figures): Record<Indicator, number> {
  return Object.fromEntries(indicators.map((name) => [name, counted[name].length])) as Record<
    Indicator,
    number
  >
}
