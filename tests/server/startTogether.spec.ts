// Several servers on one PostgreSQL, started by the same hand at the same moment.
import { expect, it } from 'vitest'
import { openDatabase } from '../../src/server/store/database.ts'
import { hasMembers } from '../../src/server/store/members.ts'
import { bothDatabases } from '../support/databases.ts'

const addressOf = bothDatabases()

it('servers that start together on an empty database all start', async () => {
  const address = await addressOf('PostgreSQL', 'together')
  const databases = Array.from({ length: 4 }, () => openDatabase(address))
  await Promise.all(databases.map((database) => database.migrate()))
  for (const database of databases) {
    expect(await hasMembers(database)).toBe(false)
    await database.close()
  }
})
