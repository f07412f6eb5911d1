// Targets as they are typed, team by indicator. What was typed for one period waits while another is looked at.
import { computed, ref } from 'vue'
import type { Period } from '#domain/period.ts'
import type { ProblemReport } from '#domain/problem.ts'
import { mostTargeted, targetFor, targetIdOf, type Target } from '#domain/target.ts'
import { isTeam } from '#domain/unit.ts'
import { useClient } from '../../composables/useClient.ts'
import type { FieldProblem } from '../../composables/useForm.ts'
import { useView } from '../../composables/useView.ts'

export const targeted = ['people', 'assists', 'accounts', 'dossiers'] as const

type Cell = Pick<Target, 'unitId' | 'indicator'>

export function useTargetForm(period: () => Period) {
  const client = useClient()
  /** By the id of the target. */
  const typed = ref<Record<string, { text: string; place: Cell & Period }>>({})

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
      .map(([id, { text, place }]) => ({ id, text, place })),
  )

  return {
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
      typed.value = { ...typed.value, [idOf(cell)]: { text, place: placeOf(cell) } }
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
      for (const { id, text, place } of mine) {
        const args = { targetId: id, ...place, value: toValue(text) ?? null }
        await client.run('setTarget', args, client.view().verOf('targets', id))
      }
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
