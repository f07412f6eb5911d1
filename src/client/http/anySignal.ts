/** As `AbortSignal.any`, which phones have had only since 2024: aborted as soon as one of them is, for its reason. */
export function anySignal(signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController()
  const aborted = signals.find((signal) => signal.aborted)
  if (aborted) controller.abort(aborted.reason)
  for (const signal of signals)
    signal.addEventListener('abort', () => controller.abort(signal.reason), { signal: controller.signal })
  return controller.signal
}
