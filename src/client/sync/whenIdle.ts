// Work that nobody waits for, after what is shown has been drawn.
export function whenIdle(work: () => void): void {
  // Safari and Node have no idle callback.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 2_000 })
  else setTimeout(work, 200)
}
