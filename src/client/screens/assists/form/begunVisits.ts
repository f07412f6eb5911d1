// Visits that were begun and not saved: the one that the form opens with, and those that were put aside for another.

export const begunKey = 'assist:new'
export const asideKey = (assistId: string) => `${begunKey}:${assistId}`

/** Where the draft of a visit that was begun goes on; undefined for drafts of other things. */
export function placeOfBegun(key: string): string | undefined {
  if (key === begunKey) return '/assists/new'
  const aside = asideKey('')
  return key.startsWith(aside) ? `/assists/new?draft=${key.slice(aside.length)}` : undefined
}
