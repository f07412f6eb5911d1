// Rescue files as phones make them, also such as nobody should.
import type { WireCommand } from '#protocol/sync.ts'
import { proveRescue } from '../../src/client/rescue/proveRescue.ts'
import { sealRescue } from '../../src/client/rescue/sealRescue.ts'
import { toProvingKey } from '../../src/client/vault/pin.ts'
import type { WardMember, WardOverHttp } from './wardOverHttp.ts'

interface RescueOptions {
  /** Instead of what the phone would write. */
  fields?: object
  /** Whose data key proves it, base64; null for a file of before, which proves nothing. */
  provenBy?: string | null
  wardId?: string
}

/** The text of the file that this member's phone would make. */
export async function aRescueFile(
  { server, wardId: here }: Pick<WardOverHttp, 'server' | 'wardId'>,
  { memberId, deviceId, rescueKey, dataKey }: WardMember,
  commands: readonly WireCommand[],
  { fields = {}, provenBy = dataKey, wardId = here }: RescueOptions = {},
): Promise<string> {
  const rescued = { memberId, deviceId, madeAt: server.now, commands, ...fields }
  const content =
    provenBy === null
      ? rescued
      : await proveRescue(JSON.stringify(rescued), wardId, await toProvingKey(bytesOf(provenBy)))
  return JSON.stringify(await sealRescue(content, { wardId, rescueKey }))
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
