// Procedures for a screen: as suggestions for the day of a visit, and as a guide has them, by field.
import { computed, type ComputedRef, type Ref } from 'vue'
import type { Day } from '#domain/period.ts'
import type { Procedure } from '#domain/procedure.ts'
import { findByField, findProcedures, recentProcedures, type FieldOfProcedures } from '../view/procedures.ts'
import { useClient } from './useClient.ts'
import { useToday } from './useToday.ts'
import { useView } from './useView.ts'

export function useProcedures() {
  const client = useClient()
  return { find: (query: string, on: Day) => findProcedures(client.view(), query, on) }
}

const mostRecent = 5

/** Those in force today; the last ones used stand before them as long as nothing is typed. */
export function useProceduresByField(query: Ref<string>): {
  fields: ComputedRef<FieldOfProcedures[]>
  recent: ComputedRef<readonly Procedure[]>
} {
  const today = useToday()
  const lately = useView((view) => recentProcedures(view, today.value, mostRecent))
  return {
    fields: useView((view) => findByField(view, query.value, today.value)),
    recent: computed(() => (query.value.trim() === '' ? lately.value : [])),
  }
}

/** Also one that is not in force any more: old visits name it. */
export function useProcedure(id: () => string): ComputedRef<Procedure | undefined> {
  return useView((view) => view.find('procedures', id()))
}
