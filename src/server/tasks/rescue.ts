// npm run rescue -- <file>: takes a rescue file in on the server's own machine, when no phone can bring it.
import { readFile } from 'node:fs/promises'
import type { RescueReply } from '#protocol/rescue.ts'
import type { Config } from '../config.ts'
import { ConfigError, reasonOf } from '../configError.ts'
import type { ServerContext } from '../context.ts'
import { openContext } from '../openContext.ts'
import { findWardIds } from '../store/wards.ts'
import { readRescueFile } from '../sync/openRescue.ts'
import { takeRescue, type Bringer } from '../sync/takeRescue.ts'

/** Gives what to say when it is done. Throws ConfigError. */
export async function rescue(config: Config, args: readonly string[]): Promise<string> {
  const [file, ...others] = args
  if (file === undefined || others.length > 0)
    throw new ConfigError('Say which file to take in: npm run rescue -- <file>.')
  const content = await readFile(file).catch((error: unknown) => {
    throw new ConfigError(`"${file}" cannot be read: ${reasonOf(error)}.`)
  })
  const context = await openContext(config)
  try {
    const wardId = await wardOf(context, content)
    // Whoever may sit at this machine could do anything to the store anyway.
    const bringer: Bringer = { wardId, memberId: null, trustAbout: () => 'always' }
    return tell(file, await takeRescue(context, bringer, content))
  } finally {
    await context.pokes.close()
    await context.db.close()
  }
}

/** The one that the file names, or the only one. */
async function wardOf({ db }: ServerContext, content: Uint8Array): Promise<string> {
  const wardIds = await findWardIds(db)
  const named = readRescueFile(content)?.wardId
  const [only, ...others] = wardIds
  if (named !== undefined && wardIds.includes(named)) return named
  if (only === undefined) throw new ConfigError('There is no ward in the database yet.')
  if (others.length > 0) throw new ConfigError('The file names no ward of this server.')
  return only
}

function tell(file: string, { id, isRead, taken, known, refused }: RescueReply): string {
  if (!isRead) return `"${file}" cannot be read, and is kept as it is: ${id}.`
  return `"${file}" is read: ${taken} taken, ${known} known already, ${refused} refused.`
}
