// A transaction that is held in the middle, as in a server that stalls at that very moment.
import type { KyselyPlugin } from 'kysely'
import type { Database } from '../../src/server/store/database.ts'

/** `numbers`: it has just read where its scopes stand; `commit`: all its work is done and only the commit is left. */
export type HeldAt = 'numbers' | 'commit'

export interface HeldDatabase {
  readonly database: Database
  /** The next transaction that gets there will be held. */
  hold(at: HeldAt): HeldTransaction
}

export interface HeldTransaction {
  readonly isHeld: Promise<void>
  letGo(): void
}

export function holdingDatabase(database: Database): HeldDatabase {
  const waiting = new Map<HeldAt, { held: () => void; freed: Promise<void> }>()
  const pass = async (at: HeldAt) => {
    const holder = waiting.get(at)
    waiting.delete(at)
    holder?.held()
    await holder?.freed
  }
  const kysely = database.kysely.withPlugin(afterReading('scopes', () => pass('numbers')))
  return {
    database: {
      ...database,
      transact: (work) =>
        kysely.transaction().execute(async (tx) => {
          const result = await work(tx)
          await pass('commit')
          return result
        }),
    },
    hold(at) {
      const held = Promise.withResolvers<void>()
      const freed = Promise.withResolvers<void>()
      waiting.set(at, { held: held.resolve, freed: freed.promise })
      return { isHeld: held.promise, letGo: freed.resolve }
    },
  }
}

function afterReading(table: string, wait: () => Promise<void>): KyselyPlugin {
  const asked = new WeakSet<object>()
  return {
    transformQuery({ node, queryId }) {
      const from = node.kind === 'SelectQueryNode' ? node.from?.froms[0] : undefined
      if (from?.kind === 'TableNode' && 'table' in from && isNamed(from, table)) asked.add(queryId)
      return node
    },
    async transformResult({ result, queryId }) {
      if (asked.has(queryId)) await wait()
      return result
    },
  }
}

function isNamed(node: object, table: string): boolean {
  return JSON.stringify(node).includes(`"name":"${table}"`)
}
