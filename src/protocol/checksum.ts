// A scope's checksum: the sum, modulo 2^32, of one 32-bit check per standing row, so it can be kept up row by row.

/**
 * FNV-1a (32 bit) of `table/id/ver`, mixed by the last steps of MurmurHash3. Without them two rows that are each a version
 * behind can cancel out: the last character only adds a small multiple of one prime.
 */
export function rowCheck(key: string, ver: number): number {
  let hash = 0x811c9dc5
  const text = `${key}/${ver}`
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

export function addCheck(sum: number, check: number): number {
  return (sum + check) % 2 ** 32
}

export function subtractCheck(sum: number, check: number): number {
  return (sum - check + 2 ** 32) % 2 ** 32
}
