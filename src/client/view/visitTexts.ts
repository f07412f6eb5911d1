// Visits by all that stands on them: whom they were for, what was done or why not, where, and what was noted.
import type { AccountKind } from '#domain/account.ts'
import type { Assist, Place, skills } from '#domain/assist.ts'
import type { AssistItem } from '#domain/assistItem.ts'
import type { FailureReason, FailureSubject } from '#domain/failure.ts'
import { dossiersOf, residentOf } from './assists.ts'
import { createRowTexts, type RowText, type RowTexts } from './rowTexts.ts'
import type { TypedQuery } from './typedQuery.ts'
import type { View } from './view.ts'

/** Under which keys words of the app are asked for. */
export type ShownWord =
  | `account.${AccountKind}`
  | `skill.${(typeof skills)[number]}`
  | `dossierAct.${'supplement' | 'result'}`
  | `subject.${FailureSubject}`
  | `reason.${FailureReason}`
  | `place.${Place}`
  | `assists.${'countOnly' | 'dossier' | 'notDone'}`

/** The words of the app as they are shown now. */
export interface ShownWords {
  /** In another language visits are found by other words. */
  readonly language: string
  say(word: ShownWord): string
}

const known = new WeakMap<View, { language: string; texts: RowTexts<Assist> }>()

/** In no order. */
export function visitsMeant(view: View, query: TypedQuery, shown: ShownWords): Assist[] {
  if (query.words.length === 0) return view.all('assists')
  return visitTextsOf(view, shown).find(query)
}

export function visitTextsOf(view: View, shown: ShownWords): RowTexts<Assist> {
  const { language } = shown
  const found = known.get(view)
  if (found?.language === language) return found.texts
  const texts = createRowTexts(view, {
    all: () => view.all('assists'),
    besides: (assist) => besides(view, assist),
    read: (assist) => read(view, assist, shown),
  })
  known.set(view, { language, texts })
  return texts
}

/** All that is said of a visit: for one that stands in no row of the view. */
export function wordsOnVisit(view: View, assist: Assist, shown: ShownWords): string[] {
  const { name, written, codes, shown: said } = read(view, assist, shown)
  return [name, ...written, ...codes, ...said]
}

function besides(view: View, assist: Assist): unknown[] {
  const rows: unknown[] = [residentOf(view, assist), view.find('notes', assist.id)]
  for (const dossier of dossiersOf(view, assist))
    rows.push(dossier, view.find('procedures', dossier.procedureId))
  return rows
}

function read(view: View, assist: Assist, shown: ShownWords): RowText {
  const resident = residentOf(view, assist)
  const items = Object.values(assist.items)
  const dossiers = dossiersOf(view, assist)
  return {
    name: resident?.name ?? '',
    written: [
      String(resident?.birthYear ?? ''),
      ...dossiers.map(({ procedureId }) => view.find('procedures', procedureId)?.name ?? ''),
      ...items.flatMap((item) => (item.kind === 'failure' ? (item.remark ?? []) : [])),
      view.find('notes', assist.id)?.text ?? '',
      assist.withdrawn?.reason ?? '',
    ],
    shown: [
      ...(assist.residentId === null ? [shown.say('assists.countOnly')] : []),
      ...items.flatMap((item) => wordsOf(item).map((word) => shown.say(word))),
      shown.say(`place.${assist.place}`),
    ],
    codes: dossiers.flatMap(({ code }) => code ?? []),
  }
}

function wordsOf(item: AssistItem): ShownWord[] {
  switch (item.kind) {
    case 'account':
      return [`account.${item.account}`]
    case 'skill':
      return [`skill.${item.skill}`]
    case 'dossier':
      return item.act === 'new' ? ['assists.dossier'] : ['assists.dossier', `dossierAct.${item.act}`]
    case 'failure':
      return ['assists.notDone', `subject.${item.subject}`, `reason.${item.reason}`]
  }
}
