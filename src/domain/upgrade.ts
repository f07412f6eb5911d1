// Commands of older phones, brought up to today's: a phone that was away for a year still says what it has to say. What was
// sealed in an outbox is never rewritten; it is read anew each time it is said.

/** What a command says; the rest of it is the same in every version. */
export interface Said {
  readonly name: string
  /** As it came: nothing has looked at it yet. */
  readonly args: unknown
}

/**
 * By the version that each step starts from: it says a command of that version as the next one does. A step leaves alone
 * what it does not know, and a version without a step said everything as the next one does.
 */
export type Steps = Readonly<Record<number, (said: Said) => Said>>

/** Versions 1 to 3 say every command alike; 2 answers and asks more, and 3 is told of more tables. */
export const steps: Steps = {}

/** A command of one version as a later one says it, step by step. */
export function upgrade({ name, args }: Said, from: number, to: number, table: Steps = steps): Said {
  let said: Said = { name, args }
  for (let version = from; version < to; version++) said = table[version]?.(said) ?? said
  return said
}
