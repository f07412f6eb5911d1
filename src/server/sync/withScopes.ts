// Work on rows whose scopes nobody knows before reading them: it begins with a guess, and begins anew with what it missed.
import type { Scope } from '#domain/tables.ts'
import { isClash, type Database, type Transaction } from '../store/database.ts'
import { RowChanged } from '../store/rows.ts'

/** Thrown when commands write into scopes that are not locked. */
export class ScopesMissing extends Error {
  readonly scopes: readonly Scope[]

  constructor(scopes: readonly Scope[]) {
    super('scopes to lock')
    this.scopes = scopes
  }
}

const mostTries = 8

/** `work` locks the scopes it is given; each try is a transaction of its own. */
export async function withScopes<T>(
  database: Database,
  guess: readonly Scope[],
  work: (tx: Transaction, scopes: readonly Scope[]) => Promise<T>,
): Promise<T> {
  const scopes = new Set(guess)
  for (let tries = 1; ; tries++) {
    try {
      return await database.transact((tx) => work(tx, [...scopes]))
    } catch (error) {
      if (tries === mostTries || !isWorthAnotherTry(error)) throw error
      if (error instanceof ScopesMissing) for (const scope of error.scopes) scopes.add(scope)
    }
  }
}

/**
 * A row stood in a scope that was not locked: once more, with that one as well. Or somebody else carried the same command,
 * made a row of the same id, or locked the same things the other way round, at the same moment: once more.
 */
function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof ScopesMissing || error instanceof RowChanged || isClash(error)
}
