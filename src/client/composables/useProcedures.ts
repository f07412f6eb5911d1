// Procedures in force on a day, for a list of suggestions.
import type { Day } from '#domain/period.ts'
import { findProcedures } from '../view/procedures.ts'
import { useClient } from './useClient.ts'

export function useProcedures() {
  const client = useClient()
  return { find: (query: string, on: Day) => findProcedures(client.view(), query, on) }
}
