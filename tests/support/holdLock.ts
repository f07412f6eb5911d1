// Run as a process of its own: holds the lock of a scope as a push does, and says so. Arguments: database, ward, scope.
import type { Scope } from '#domain/tables.ts'
import { openDatabase } from '../../src/server/store/database.ts'
import { lockScopes } from '../../src/server/store/scopes.ts'

const [, , url = '', wardId = '', scope = ''] = process.argv
const db = openDatabase(url)
await db.transact(async (tx) => {
  await lockScopes(db, tx, wardId, [scope as Scope])
  console.log('locked')
  await new Promise((resolve) => setTimeout(resolve, 600_000))
})
