// A database that breaks at a chosen moment, as a killed server leaves it: nothing after that moment is carried out, not
// even what would take back what went before.
import type { KyselyPlugin } from 'kysely'
import type { Database } from '../../src/server/store/database.ts'

/** Ends with the first insert into a table: that one and every later statement fails. */
export function endedAtInsertInto(db: Database, table: string): Database {
  let isEnded = false
  return withPlugin(db, {
    transformQuery({ node }) {
      isEnded ||= node.kind === 'InsertQueryNode' && node.into?.table.identifier.name === table
      if (isEnded) throw new Error('the server was killed')
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  })
}

/** Says of every insert into a table that nothing was kept. */
export function keepingNothingIn(db: Database, table: string): Database {
  const asked = new WeakSet<object>()
  return withPlugin(db, {
    transformQuery({ node, queryId }) {
      if (node.kind === 'InsertQueryNode' && node.into?.table.identifier.name === table) asked.add(queryId)
      return node
    },
    transformResult: ({ result, queryId }) =>
      Promise.resolve(asked.has(queryId) ? { ...result, rows: [] } : result),
  })
}

function withPlugin(db: Database, plugin: KyselyPlugin): Database {
  const kysely = db.kysely.withPlugin(plugin)
  return { ...db, kysely, transact: (work) => kysely.transaction().execute(work) }
}
