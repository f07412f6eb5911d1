// Chance that comes out the same each time, so that two demo wards are the same ward. Each part of the ward draws from
// a chance of its own: what happens in one never moves what happens in another.
import { v7 } from 'uuid'

export interface Random {
  /** From 0 to 1, 1 left out. */
  next(): number
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** A UUID version 7 of an instant (milliseconds since 1970). */
  id(at: number): string
}

const seed = 690_2022

/** The chance of one part of the demo ward; the same name gives the same draws. */
export function chanceOf(part: string): Random {
  let hash = seed
  for (let index = 0; index < part.length; index++)
    hash = Math.imul(hash ^ part.charCodeAt(index), 0x01000193)
  return createRandom(hash)
}

/** Mulberry32 (Tommy Ettinger, public domain): small, and even enough for fiction. */
export function createRandom(seed: number): Random {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick(list) {
      const picked = list[between(0, list.length - 1)]
      if (picked === undefined) throw new Error('Nothing to pick from')
      return picked
    },
    id: (at) => v7({ msecs: at, random: Uint8Array.from({ length: 16 }, () => between(0, 255)) }),
  }
}
