// Where somebody wanted to go before the door stopped them. A phone may throw the page away while its owner looks for a
// password in another app, so it outlives the page; it goes with the tab. No address says whom somebody searched for.
const key = 'to-so.wanted'

export function wantPlace(path: string): void {
  sessionStorage.setItem(key, path)
}

/** The way to it; its own page begins there no more. */
export function takeWantedPlace(): string {
  const path = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  return path ?? '/'
}
