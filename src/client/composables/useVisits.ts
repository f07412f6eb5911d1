// Visits as a member looks through them, the newest first.
import type { ComputedRef } from 'vue'
import { useSessionStore } from '../stores/session.ts'
import { findVisits, type Visit, type VisitsAsked } from '../view/visits.ts'
import { useShownWords } from './useShownWords.ts'
import { useView } from './useView.ts'

export type { Visit }

export function useVisits(asked: () => VisitsAsked): ComputedRef<Visit[]> {
  const authorId = useSessionStore().member?.id ?? ''
  const shown = useShownWords()
  return useView((view) => findVisits(view, asked(), authorId, shown))
}
