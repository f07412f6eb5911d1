// Where somebody wanted to go before the door stopped them. A phone may throw the page away while its owner looks for a
// password in another app, so it outlives the page; it goes with the tab. What was typed into a search may be somebody's
// name: that lasts only as long as the page, and is written down nowhere.
const key = 'to-so.wanted'
let wanted: string | undefined

export function wantPlace(path: string): void {
  wanted = path
  const { pathname, searchParams, hash } = new URL(path, location.origin)
  searchParams.delete('q')
  const query = searchParams.size > 0 ? `?${searchParams}` : ''
  sessionStorage.setItem(key, `${pathname}${query}${hash}`)
}

/** The way to it; its own page begins there no more. */
export function takeWantedPlace(): string {
  const path = wanted ?? sessionStorage.getItem(key)
  wanted = undefined
  sessionStorage.removeItem(key)
  return path ?? '/'
}
