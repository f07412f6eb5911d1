/**
 * A row that went to another team leaves its number behind: where `removed` is 1 it stands in the scope no more, and
 * phones that hold it hear so. On SQLite the table becomes its own primary key, which halves what is written for a row.
 */
export const movedRows = {
  name: '0004-moved-rows',
  statements(dialect: 'sqlite' | 'postgres'): string[] {
    if (dialect === 'postgres') return ['alter table row_scopes add column removed bigint not null default 0']
    return [
      `create table row_scopes_anew (ward_id text not null, scope text not null, tbl text not null, row_id text not null,
        cursor integer not null, removed integer not null default 0,
        primary key (ward_id, scope, tbl, row_id)) strict, without rowid`,
      `insert into row_scopes_anew (ward_id, scope, tbl, row_id, cursor)
        select ward_id, scope, tbl, row_id, cursor from row_scopes`,
      'drop table row_scopes',
      'alter table row_scopes_anew rename to row_scopes',
      'create unique index row_scopes_by_cursor on row_scopes (ward_id, scope, cursor)',
    ]
  },
}
