// A phone that took a new device id while it was open could not leave a copy of its data key there: an open page cannot
// read the key. It is left at the next unlock, when its bytes are at hand.
import type { PhoneDatabase } from '../../db/database.ts'
import { readNumbering } from '../../db/numbering.ts'
import type { Api } from '../../http/api.ts'
import { toBase64 } from '../../vault/base64.ts'

/** Unless the server has one. Throws a Problem. */
export async function leaveKey(
  api: Pick<Api, 'getDevice' | 'keepDevice'>,
  database: PhoneDatabase,
  device: { deviceId: string; name: string; dataKey: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const deviceId = (await readNumbering(database)).deviceId ?? device.deviceId
  const { dataKey } = await api.getDevice(deviceId)
  if (dataKey !== null) return
  await api.keepDevice(deviceId, { name: device.name, dataKey: toBase64(device.dataKey) })
}
