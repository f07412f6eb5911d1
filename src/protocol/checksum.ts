// A scope's checksum: the sum, modulo 2^32, of one 32-bit check per standing row, so it can be kept up row by row.

/** FNV-1a (32 bit) of `table/id/ver`. */
export function rowCheck(key: string, ver: number): number {
  let hash = 0x811c9dc5
  const text = `${key}/${ver}`
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

export function addCheck(sum: number, check: number): number {
  return (sum + check) % 2 ** 32
}

export function subtractCheck(sum: number, check: number): number {
  return (sum - check + 2 ** 32) % 2 ** 32
}
