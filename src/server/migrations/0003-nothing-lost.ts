/**
 * What became of refused commands, what members are told of, how phones fare, rescue files and the ward's key for them.
 * `data_key_sealed` of a device is empty until a key was left.
 */
export const nothingLost = {
  name: '0003-nothing-lost',
  statements(dialect: 'sqlite' | 'postgres'): string[] {
    const integer = dialect === 'postgres' ? 'bigint' : 'integer'
    const strict = dialect === 'sqlite' ? 'strict' : ''
    return [
      `alter table devices add column review ${integer} not null default 0`,
      `alter table devices add column restarts ${integer} not null default 0`,
      `alter table devices add column erased_at ${integer}`,
      `alter table commands add column handed_at ${integer}`,
      `alter table commands add column settled_at ${integer}`,
      'alter table commands add column settled_as text',
      'alter table commands add column settled_by text',
      `create index commands_stuck on commands (ward_id, outcome) where settled_at is null and outcome in ('refused', 'parked')`,
      `create table notices (ward_id text not null, notice_id text not null, member_id text not null,
        made_at ${integer} not null, sealed_notice text not null, seen_at ${integer},
        primary key (ward_id, notice_id)) ${strict}`,
      'create index notices_unseen on notices (ward_id, member_id) where seen_at is null',
      `create table rescues (ward_id text not null, rescue_id text not null, received_at ${integer} not null,
        by_member_id text, author_member_id text, device_id text, bytes ${integer} not null,
        sealed_content text not null, is_read ${integer} not null, taken ${integer} not null,
        known ${integer} not null, refused ${integer} not null, primary key (ward_id, rescue_id)) ${strict}`,
      'alter table wards add column rescue_public text',
      'alter table wards add column rescue_private_sealed text',
    ]
  },
}
