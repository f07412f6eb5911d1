// What few exchanges need, fetched with the first that does. Each throws `codeMissing` where that fails.
import { loadOnce } from '../../http/loadOnce.ts'
import type { Line } from '../line.ts'

export const seldom = {
  mend: loadOnce(() => import('../rare/mend.ts')),
  handOver: loadOnce(() => import('../rare/handOver.ts')),
  takeNewDevice: loadOnce(() => import('../rare/takeNewDevice.ts')),
}

/** The view shows what lies on the disk. */
export async function reread(line: Line): Promise<void> {
  const mending = await seldom.mend()
  await mending.reread(line)
}
