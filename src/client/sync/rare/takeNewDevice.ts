// The server does not know what this phone has told it: it was restored from a backup, or another phone counts under the
// same device id. Both end in a new device id; after a restore all that it took is said again. It knows each command by
// its id, so twice is as good as once.
import { Problem } from '#domain/problem.ts'
import { numberAnew, type Anew } from '../../db/rare/numberAnew.ts'
import { readReview } from '../../db/review.ts'
import { readOutbox } from '../../db/outbox.ts'
import type { Line } from '../line.ts'

/** Throws `serverFailed` when the last time has brought no good reply: then it is left alone for a while. */
export async function takeNewDevice(line: Line, anew: Omit<Anew, 'deviceId'>): Promise<void> {
  const { database, key, view } = line
  if (line.isAnew) {
    line.isAnew = false
    throw new Problem('serverFailed')
  }
  const deviceId = await line.announceDevice()
  if (!(await numberAnew(database, key, { ...anew, deviceId }))) return
  line.isAnew = true
  await line.followDevice(deviceId)
  const { version } = view
  const [pending, review] = await Promise.all([readOutbox(database, key), readReview(database, key)])
  if (view.version === version) view.hear({ pending, review })
}
