// The tables as Kysely sees them. Every one begins with the ward; times are milliseconds since 1970; documents are text.
// `sealed` columns hold AES-256-GCM under the ward's key (sealing.ts).
import type { MergeOutcome } from '#domain/merge.ts'

export interface Schema {
  wards: {
    ward_id: string
    name: string
    epoch: string
    wrapped_key: string
    id_key_sealed: string
    created_at: number
  }
  scopes: { ward_id: string; scope: string; head: number; count: number; checksum: number }
  rows: { ward_id: string; tbl: string; row_id: string; ver: number; doc: string }
  row_scopes: { ward_id: string; scope: string; tbl: string; row_id: string; cursor: number }
  commands: {
    ward_id: string
    device_id: string
    seq: number
    command_id: string
    member_id: string
    name: string
    sealed_payload: string
    at: number
    received_at: number
    outcome: MergeOutcome | 'refused' | 'parked'
    problem: string | null
    /** The rows it made, as a JSON list of [table, id]. */
    made: string
  }
  history: {
    ward_id: string
    tbl: string
    row_id: string
    ver: number
    path: string
    /** The value that the command gave, sealed in tables with personal data. */
    value: string
    /** 0 where it gave way to another's value. */
    stood: number
    at: number
    command_id: string
    device_id: string
    member_id: string
  }
  devices: {
    ward_id: string
    device_id: string
    member_id: string
    name: string
    data_key_sealed: string
    last_seq: number
    app_version: string | null
    unsent: number
    oldest_unsent_at: number | null
    last_contact_at: number | null
    created_at: number
    revoked_at: number | null
  }
  invites: {
    ward_id: string
    invite_id: string
    token_hash: string
    name: string
    role: string
    team_ids: string
    created_by: string
    expires_at: number
    used_at: number | null
    withdrawn_at: number | null
  }
  member_accounts: { ward_id: string; member_id: string; user_id: string }
  sign_in_attempts: { key: string; failures: number; blocked_until: number }
  /** At most one: the hash of the token that may set this server up. */
  setup_tokens: { token_hash: string }
}
