/** The ward leads every key, so that a ward's rows lie together and PostgreSQL can be partitioned by it. */
export const first = {
  name: '0001-first',
  statements(dialect: 'sqlite' | 'postgres'): string[] {
    const integer = dialect === 'postgres' ? 'bigint' : 'integer'
    const strict = dialect === 'sqlite' ? 'strict' : ''
    const table = (name: string, columns: string) =>
      `create table ${name} (${columns.replaceAll(' integer', ` ${integer}`)}) ${strict}`
    return [
      table(
        'wards',
        `ward_id text primary key, name text not null, epoch text not null, wrapped_key text not null,
         id_key_sealed text not null, created_at integer not null`,
      ),
      table(
        'scopes',
        `ward_id text not null, scope text not null, head integer not null, count integer not null,
         checksum integer not null, primary key (ward_id, scope)`,
      ),
      table(
        'rows',
        `ward_id text not null, tbl text not null, row_id text not null, ver integer not null, doc text not null,
         primary key (ward_id, tbl, row_id)`,
      ),
      table(
        'row_scopes',
        `ward_id text not null, scope text not null, tbl text not null, row_id text not null, cursor integer not null,
         primary key (ward_id, scope, tbl, row_id)`,
      ),
      'create unique index row_scopes_by_cursor on row_scopes (ward_id, scope, cursor)',
      table(
        'commands',
        `ward_id text not null, device_id text not null, seq integer not null, command_id text not null,
         member_id text not null, name text not null, sealed_payload text not null, at integer not null,
         received_at integer not null, outcome text not null, problem text, made text not null,
         primary key (ward_id, device_id, seq)`,
      ),
      'create unique index commands_by_id on commands (ward_id, command_id)',
      table(
        'history',
        `ward_id text not null, tbl text not null, row_id text not null, ver integer not null, path text not null,
         value text not null, stood integer not null, at integer not null, command_id text not null,
         device_id text not null, member_id text not null, primary key (ward_id, tbl, row_id, ver, path, command_id)`,
      ),
      table(
        'devices',
        `ward_id text not null, device_id text not null, member_id text not null, name text not null,
         data_key_sealed text not null, last_seq integer not null, app_version text, unsent integer not null,
         oldest_unsent_at integer, last_contact_at integer, created_at integer not null, revoked_at integer,
         primary key (ward_id, device_id)`,
      ),
      table(
        'invites',
        `ward_id text not null, invite_id text not null, token_hash text not null unique, name text not null,
         role text not null, team_ids text not null, created_by text not null, expires_at integer not null,
         used_at integer, withdrawn_at integer, primary key (ward_id, invite_id)`,
      ),
      table(
        'member_accounts',
        `ward_id text not null, member_id text not null, user_id text not null unique, primary key (ward_id, member_id)`,
      ),
      table(
        'sign_in_attempts',
        'key text primary key, failures integer not null, blocked_until integer not null',
      ),
    ]
  },
}
