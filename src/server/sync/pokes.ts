// Who wants to hear that a scope has moved. A poke carries no data: whoever hears it asks by a sync.
import type { Poke } from '#protocol/events.ts'

export interface Pokes {
  publish(wardId: string, pokes: readonly Poke[]): void
  /** Returns the way to stop listening. */
  subscribe(wardId: string, listener: (pokes: readonly Poke[]) => void): () => void
}

export function createPokes(): Pokes {
  const listeners = new Map<string, Set<(pokes: readonly Poke[]) => void>>()
  return {
    publish(wardId, pokes) {
      if (pokes.length === 0) return
      for (const listener of listeners.get(wardId) ?? []) listener(pokes)
    },
    subscribe(wardId, listener) {
      const ward = listeners.get(wardId) ?? new Set()
      listeners.set(wardId, ward.add(listener))
      return () => {
        ward.delete(listener)
        if (ward.size === 0 && listeners.get(wardId) === ward) listeners.delete(wardId)
      }
    },
  }
}
