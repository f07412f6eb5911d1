// The few values that a phone notes about its database as a whole: they are read together, in one request.
import type { MetaEntry, PhoneDatabase } from './database.ts'

export type Meta = ReadonlyMap<string, MetaEntry['value']>

export async function readMeta({ meta }: PhoneDatabase): Promise<Meta> {
  return new Map((await meta.toArray()).map(({ key, value }) => [key, value]))
}

export function textIn(meta: Meta, key: string): string | undefined {
  const value = meta.get(key)
  return typeof value === 'string' ? value : undefined
}
