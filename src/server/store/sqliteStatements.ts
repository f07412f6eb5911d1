// SQLite's statements are prepared once and kept, and one that is given many rows runs for each of them: writing a
// statement down, and parsing it, costs more than carrying it out.
import type SqliteDatabase from 'better-sqlite3'
import type { SqliteDatabase as StatementSource, SqliteStatement } from 'kysely'

/** The one parameter of a statement that is to run once for each of these rows. */
export class ForEach {
  readonly rows: readonly (readonly unknown[])[]

  constructor(rows: readonly (readonly unknown[])[]) {
    this.rows = rows
  }
}

/** Statements whose text depends on the number of their parameters would pile up. */
const mostKept = 200

export function keepStatements(database: SqliteDatabase.Database): StatementSource {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare(text) {
      const known = kept.get(text) ?? runnable(database.prepare(text))
      kept.delete(text)
      kept.set(text, known)
      const [oldest] = kept.keys()
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
      return known
    },
  }
}

function runnable(statement: SqliteDatabase.Statement<unknown[]>): SqliteStatement {
  return {
    reader: statement.reader,
    all: (values) => statement.all(...values),
    iterate: (values) => statement.iterate(...values),
    run(values) {
      const [many] = values
      if (!(many instanceof ForEach)) return statement.run(...values)
      let changes = 0
      for (const row of many.rows) changes += statement.run(...row).changes
      return { changes, lastInsertRowid: 0 }
    },
  }
}
