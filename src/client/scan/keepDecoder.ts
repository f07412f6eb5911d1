// Fetches what reads codes ahead of the first scan, which may well be where there is no network. Not where the browser
// reads codes by itself, and not over a line that is to be spared: there it comes with the first scan.
import { Problem } from '#domain/problem.ts'
import { findNativeReader } from './native.ts'
import { keepWasm } from './wasmFile.ts'

interface Line {
  readonly saveData?: boolean
  readonly effectiveType?: string
}

/** Nobody waits for it, and the next opening tries again. */
export async function keepDecoder(): Promise<void> {
  if (isToBeSpared() || (await findNativeReader())) return
  try {
    await keepWasm()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

/** Safari does not say. */
function isToBeSpared(): boolean {
  const { connection }: Navigator & { connection?: Line } = navigator
  return connection?.saveData === true || /2g/.test(connection?.effectiveType ?? '')
}
