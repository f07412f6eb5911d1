// The tables as Kysely sees them. Every one begins with the ward; times are milliseconds since 1970; documents are text.
// `sealed` columns hold AES-256-GCM under the ward's key (sealing.ts).
import type { Generated } from 'kysely'
import type { MergeOutcome } from '#domain/merge.ts'

export interface Schema {
  wards: {
    ward_id: string
    name: string
    epoch: string
    wrapped_key: string
    id_key_sealed: string
    created_at: number
    /** The key pair for rescue files, made when it is first wanted. */
    rescue_public: string | null
    rescue_private_sealed: string | null
  }
  scopes: { ward_id: string; scope: string; head: number; count: number; checksum: number }
  rows: {
    ward_id: string
    tbl: string
    row_id: string
    ver: number
    doc: string
    /** The command that made it. */
    maker: string | null
  }
  row_scopes: {
    ward_id: string
    scope: string
    tbl: string
    row_id: string
    cursor: number
    /** 1 once the row has gone to another scope. */
    removed: Generated<number>
  }
  /** A dossier that has or had a code; `holds` is 1 while it has it (domain/dossierCodes). */
  dossier_codes: {
    ward_id: string
    dossier_id: string
    assist_id: string
    code: string | null
    holds: number
  }
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
    /** Of a refused or parked one: when its author handed it to the lead, and what became of it. */
    handed_at: number | null
    settled_at: number | null
    settled_as: 'discarded' | 'resent' | 'taken' | 'dismissed' | null
    settled_by: string | null
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
    /** Empty until one was left. */
    data_key_sealed: string
    last_seq: number
    app_version: string | null
    unsent: number
    oldest_unsent_at: number | null
    last_contact_at: number | null
    created_at: number
    revoked_at: number | null
    review: Generated<number>
    restarts: Generated<number>
    erased_at: number | null
  }
  notices: {
    ward_id: string
    notice_id: string
    member_id: string
    made_at: number
    sealed_notice: string
    seen_at: number | null
  }
  rescues: {
    ward_id: string
    /** SHA-256 of what came, in hexadecimal: the same file twice is one. */
    rescue_id: string
    received_at: number
    by_member_id: string | null
    author_member_id: string | null
    device_id: string | null
    bytes: number
    sealed_content: string
    is_read: number
    taken: number
    known: number
    refused: number
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
  /** better-auth's own; of it only what is asked at each request. */
  auth_sessions: { token: string; userId: string; createdAt: string | Date; expiresAt: string | Date }
  sign_in_attempts: { key: string; failures: number; blocked_until: number }
  /** At most one: the hash of the token that may set this server up. */
  setup_tokens: { token_hash: string }
}
