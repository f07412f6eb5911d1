import { Problem } from '#domain/problem.ts'

/**
 * Code that is loaded when it is first asked for, so that nobody who opens the phone waits for it; afterwards nobody waits
 * for the browser to look for it again. Throws `serverUnreachable` while it is not to be had, and may be asked again.
 */
export function loadOnce<Code>(load: () => Promise<Code>): () => Promise<Code> {
  let loading: Promise<Code> | undefined
  return () =>
    (loading ??= load().catch(() => {
      loading = undefined
      throw new Problem('serverUnreachable')
    }))
}
