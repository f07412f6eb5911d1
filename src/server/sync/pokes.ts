// Who wants to hear that a scope has moved. A poke carries no data: whoever hears it asks by a sync.
import type { Poke } from '#protocol/events.ts'

/** `by`: the device whose commands moved it; its own reply has told it already. */
export type PokeListener = (pokes: readonly Poke[], by: string | undefined) => void

export interface Pokes {
  publish(wardId: string, pokes: readonly Poke[], by?: string): void
  /** Returns the way to stop listening. */
  subscribe(wardId: string, listener: PokeListener): () => void
  /** Hears nothing of other servers any more. */
  close(): Promise<void>
}

/** Among those who listen to this very process. */
export function createPokes(): Pokes {
  const listeners = new Map<string, Set<PokeListener>>()
  return {
    publish(wardId, pokes, by) {
      if (pokes.length === 0) return
      for (const listener of listeners.get(wardId) ?? []) listener(pokes, by)
    },
    subscribe(wardId, listener) {
      const ward = listeners.get(wardId) ?? new Set()
      listeners.set(wardId, ward.add(listener))
      return () => {
        ward.delete(listener)
        if (ward.size === 0 && listeners.get(wardId) === ward) listeners.delete(wardId)
      }
    },
    close: () => Promise.resolve(),
  }
}
