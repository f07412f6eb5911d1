// The visits that words and filters leave, each with how far it is on its way. What the ward did not take stands among
// them, though it is counted nowhere: nothing disappears.
import { newestFirst, type Assist } from '#domain/assist.ts'
import type { AssistItem } from '#domain/assistItem.ts'
import type { Command, CommandArgs } from '#domain/commands.ts'
import { isWithin, type Period } from '#domain/period.ts'
import { isAssistWaiting, isInReview } from './assists.ts'
import { isSaidIn } from './textsIn.ts'
import { readQuery } from './typedQuery.ts'
import type { View } from './view.ts'
import { visitsMeant, wordsOnVisit, type ShownWords } from './visitTexts.ts'

export const visitStates = ['sent', 'waiting', 'review', 'withdrawn'] as const
export type VisitState = (typeof visitStates)[number]
export const itemKinds = ['account', 'dossier', 'skill', 'failure'] as const satisfies AssistItem['kind'][]

export interface VisitsAsked {
  readonly query?: string | undefined
  readonly memberId?: string | undefined
  readonly period?: Period | undefined
  /** Of what there is at least one thing among those done. */
  readonly kind?: AssistItem['kind'] | undefined
  /** Those that were withdrawn are shown only where they are asked for. */
  readonly state?: VisitState | undefined
  readonly withWithdrawn?: boolean
}

export interface Visit {
  readonly assist: Assist
  readonly state: VisitState
  /** The ward refused to record it, and it stands nowhere but in this command. */
  readonly refused?: Command | undefined
}

/** The newest first. `authorId`: whose phone this is. `shown`: by which words of the app a visit is found. */
export function findVisits(view: View, asked: VisitsAsked, authorId: string, shown: ShownWords): Visit[] {
  const query = asked.query ?? ''
  const standing = visitsMeant(view, readQuery(query), shown).map((assist): Visit => ({
    assist,
    state: stateOf(view, assist),
  }))
  const isSaid = ({ assist, refused }: Visit) =>
    isSaidIn([wordsOnVisit(view, assist, shown), refused?.args], query)
  const refused = refusedVisits(view, authorId).filter((visit) => query === '' || isSaid(visit))
  return [...standing, ...refused]
    .filter((visit) => isAsked(visit, asked))
    .sort((a, b) => newestFirst(a.assist, b.assist))
}

function stateOf(view: View, assist: Assist): VisitState {
  if (isInReview(view, assist)) return 'review'
  if (assist.withdrawn) return 'withdrawn'
  return isAssistWaiting(view, assist) ? 'waiting' : 'sent'
}

function isAsked({ assist, state }: Visit, asked: VisitsAsked): boolean {
  const { memberId, period, kind, state: wanted, withWithdrawn } = asked
  return (
    (wanted === undefined ? withWithdrawn || state !== 'withdrawn' : state === wanted) &&
    (memberId === undefined || assist.memberId === memberId) &&
    (period === undefined || isWithin(assist.on, period)) &&
    (kind === undefined || Object.values(assist.items).some((item) => item.kind === kind))
  )
}

function refusedVisits(view: View, authorId: string): Visit[] {
  return view.review.flatMap(({ command }): Visit[] => {
    if (!isRecording(command) || view.find('assists', command.args.assistId)) return []
    return [{ assist: toAssist(command.args, authorId), state: 'review', refused: command }]
  })
}

function isRecording(command: Command): command is Command<'recordAssist'> {
  return command.name === 'recordAssist'
}

/** As it would have stood. */
function toAssist({ assistId, resident, ...args }: CommandArgs<'recordAssist'>, memberId: string): Assist {
  const { teamId, on, place, helpMode, items } = args
  const residentId = resident.kind === 'none' ? null : resident.residentId
  return { id: assistId, teamId, memberId, on, place, helpMode, residentId, items, withdrawn: null }
}
