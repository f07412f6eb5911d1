// A copy of an IndexedDB database under another name: what a cloned profile or a restored phone looks like.
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'

export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = await new Dexie(from).open()
  const stores = Object.fromEntries(
    source.tables.map(({ name, schema }) => [
      name,
      [schema.primKey.src, ...schema.indexes.map(({ src }) => src)].join(', '),
    ]),
  )
  const target = new Dexie(to)
  target.version(source.verno).stores(stores)
  await target.open()
  for (const table of source.tables) await target.table(table.name).bulkAdd(await table.toArray())
  source.close()
  target.close()
}
