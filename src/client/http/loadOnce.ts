import { Problem } from '#domain/problem.ts'

/**
 * Code that is loaded when it is first asked for, so that nobody who opens the phone waits for it; afterwards nobody waits
 * for the browser to look for it again. Throws `codeMissing` where it could not be fetched. Most browsers then do not ask
 * for it again before the page is loaded anew (composables/appOnPhone.ts); those that do are let.
 */
export function loadOnce<Code>(load: () => Promise<Code>): () => Promise<Code> {
  let loading: Promise<Code> | undefined
  return () =>
    (loading ??= load().catch(() => {
      loading = undefined
      throw new Problem('codeMissing')
    }))
}
