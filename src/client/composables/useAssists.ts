// Visits for a screen, the newest first.
import type { ComputedRef } from 'vue'
import type { Assist } from '#domain/assist.ts'
import { newestAssists } from '../view/assists.ts'
import { useView } from './useView.ts'

export function useAssists(keep: (assist: Assist) => boolean): ComputedRef<Assist[]> {
  return useView((view) => newestAssists(view, keep))
}
