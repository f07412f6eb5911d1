// Targets as they are typed, team by indicator, kept as a draft at every change. What was typed for one period waits while
// another is looked at.
import { computed } from 'vue'
import type { Period } from '#domain/period.ts'
import type { ProblemReport } from '#domain/problem.ts'
import { mostTargeted, targetFor, targetIdOf, type Target } from '#domain/target.ts'
import { isTeam } from '#domain/unit.ts'
import { useClient } from '../../composables/useClient.ts'
import { useDraft } from '../../composables/useDraft.ts'
import type { FieldProblem } from '../../composables/useForm.ts'
import { useToday } from '../../composables/useToday.ts'
import { useView } from '../../composables/useView.ts'
import { kindOfPeriod } from './targetPeriods.ts'

export const targeted = ['people', 'assists', 'accounts', 'dossiers'] as const

type Cell = Pick<Target, 'unitId' | 'indicator'>

interface Typed {
  text: string
  place: Cell & Period
  /** The version that the ward had given the target when it was first typed over. */
  base: number
}

export function useTargetForm(period: () => Period) {
  const client = useClient()
  const today = useToday()
  const baseNow = (id: string) => client.view().verOf('targets', id)
  const draft = useDraft<{ typed: Record<string, Typed> }>(
    'targets',
    () => ({ typed: {} }),
    (value) => Object.keys(value.typed).length === 0,
  )
  /** By the id of the target. */
  const typed = computed({
    get: () => draft.value.value.typed,
    set(all) {
      draft.value.value = { typed: all }
      if (Object.keys(all).length === 0) draft.restored.value = false
    },
  })

  const teams = useView((view) =>
    view
      .all('units')
      .filter((unit) => isTeam(unit) && (unit.validTo === null || unit.validTo >= period().from))
      .sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true })),
  )
  const all = useView((view) => view.all('targets'))
  const values = computed(() => new Map(all.value.map(({ id, value }) => [id, value])))
  const placeOf = (cell: Cell) => ({ ...cell, from: period().from, to: period().to })
  const idOf = (cell: Cell) => targetIdOf(placeOf(cell))
  const isOfPeriod = ({ place }: { place: Period }) =>
    place.from === period().from && place.to === period().to
  const changed = computed(() =>
    Object.entries(typed.value)
      .filter(([id, { text }]) => toValue(text) !== (values.value.get(id) ?? null))
      .map(([id, one]) => ({ id, ...one })),
  )
  /** What came back may have been saved right before the phone went off, or be of a year that is over. */
  const ready = draft.ready.then(() => {
    const open = changed.value.filter(({ place }) => kindOfPeriod(place, today.value))
    if (open.length < Object.keys(typed.value).length)
      typed.value = Object.fromEntries(open.map(({ id, ...one }) => [id, one]))
  })

  return {
    ready,
    draftProblem: draft.problem,
    /** Whether something is here from an earlier time that was not saved. */
    restored: computed(() => draft.restored.value && changed.value.length > 0),
    /** Whether something is typed for the shown period and not saved. */
    isHere: computed(() => changed.value.some(isOfPeriod)),
    /** Gives what brings back what was typed. */
    discard() {
      const before = typed.value
      typed.value = {}
      return () => (typed.value = before)
    },
    teams,
    idOf,
    textOf: (cell: Cell) => {
      const id = idOf(cell)
      return typed.value[id]?.text ?? values.value.get(id)?.toString() ?? ''
    },
    /** What stands for it while nothing is typed. */
    shareOf: ({ unitId, indicator }: Cell) => {
      const goal = targetFor(all.value, unitId, indicator, period())
      return goal?.isShare ? goal.value : undefined
    },
    type(cell: Cell, text: string) {
      const id = idOf(cell)
      const base = typed.value[id]?.base ?? baseNow(id)
      typed.value = { ...typed.value, [id]: { text, place: placeOf(cell), base } }
    },
    /** Periods other than the shown one for which something is typed and not saved. */
    elsewhere: computed(() => changed.value.flatMap((one) => (isOfPeriod(one) ? [] : one.place))),
    check: (): FieldProblem[] => {
      const problem: ProblemReport = { code: 'figureImpossible' }
      const wrong = changed.value.filter((one) => isOfPeriod(one) && toValue(one.text) === undefined)
      return wrong.map(({ id }) => ({ field: id, problem }))
    },
    /** How many were set. Throws the Problem for which the rest was not. */
    async save(): Promise<number> {
      const mine = changed.value.filter(isOfPeriod)
      for (const { id, text, place, base } of mine)
        await client.run('setTarget', { targetId: id, ...place, value: toValue(text) ?? null }, base)
      const done = new Set(mine.map(({ id }) => id))
      typed.value = Object.fromEntries(Object.entries(typed.value).filter(([id]) => !done.has(id)))
      return mine.length
    },
  }
}

/** Null for nothing, undefined for what is no number. Thousands may be set apart as people write them: 1.200. */
function toValue(text: string): number | null | undefined {
  const digits = text.trim().replace(/[.\s](?=\d{3}(\D|$))/g, '')
  if (digits === '') return null
  return /^\d{1,7}$/.test(digits) && Number(digits) <= mostTargeted ? Number(digits) : undefined
}
