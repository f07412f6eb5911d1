// Names in the order of Vietnamese lists, by given name and then word by word, as keys that compare as plain text: names of
// ten thousand people share few words, and only those are asked of the collator, which is slow.
const collator = new Intl.Collator('vi')

export interface NameOrder {
  /** Whether a word was new: keys that were given before mean nothing beside new ones. */
  learn(names: readonly string[]): boolean
  /** Of a name that was learned. */
  keyOf(name: string): string
}

export function createNameOrder(): NameOrder {
  let ranks = new Map<string, number>()
  return {
    learn(names) {
      const words = new Set(ranks.keys())
      for (const name of names) for (const word of name.split(' ')) words.add(word)
      if (words.size === ranks.size) return false
      ranks = new Map([...words].sort(collator.compare).map((word, rank) => [word, rank]))
      return true
    },
    keyOf(name) {
      const words = name.split(' ').map((word) => ranks.get(word) ?? 0)
      return String.fromCharCode(words.at(-1) ?? 0, ...words)
    },
  }
}
