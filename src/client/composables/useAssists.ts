// Visits for a screen, the newest first.
import type { ComputedRef, Ref } from 'vue'
import type { Assist } from '#domain/assist.ts'
import { isMeantBy, newestAssists } from '../view/assists.ts'
import { useView } from './useView.ts'

export function useAssists(keep: (assist: Assist) => boolean): ComputedRef<Assist[]> {
  return useView((view) => newestAssists(view, keep))
}

/** Those that words of a name, a procedure or a dossier code mean. */
export function useAssistSearch(query: Ref<string>): ComputedRef<Assist[]> {
  return useView((view) => newestAssists(view, (assist) => isMeantBy(view, assist, query.value)))
}
