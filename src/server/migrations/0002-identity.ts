/**
 * Accounts and sessions as better-auth 1.7 with its username plugin expects them (getMigrations prints the same), and the
 * hash of the one-time setup token.
 */
export const identity = {
  name: '0002-identity',
  statements(dialect: 'sqlite' | 'postgres'): string[] {
    const date = dialect === 'postgres' ? 'timestamptz' : 'date'
    const boolean = dialect === 'postgres' ? 'boolean' : 'integer'
    const times = `"createdAt" ${date} not null, "updatedAt" ${date} not null`
    const user = '"userId" text not null references "auth_users" ("id") on delete cascade'
    return [
      'create table setup_tokens (token_hash text primary key)',
      `create table "auth_users" ("id" text not null primary key, "name" text not null, "email" text not null unique,
        "emailVerified" ${boolean} not null, "image" text, ${times}, "username" text unique)`,
      `create table "auth_sessions" ("id" text not null primary key, "expiresAt" ${date} not null,
        "token" text not null unique, ${times}, "ipAddress" text, "userAgent" text, ${user})`,
      `create table "auth_accounts" ("id" text not null primary key, "accountId" text not null,
        "providerId" text not null, ${user}, "accessToken" text, "refreshToken" text, "idToken" text,
        "accessTokenExpiresAt" ${date}, "refreshTokenExpiresAt" ${date}, "scope" text, "password" text, ${times})`,
      `create table "auth_verifications" ("id" text not null primary key, "identifier" text not null,
        "value" text not null, "expiresAt" ${date} not null, ${times})`,
      'create index "auth_sessions_user" on "auth_sessions" ("userId")',
      'create index "auth_accounts_user" on "auth_accounts" ("userId")',
      'create index "auth_verifications_identifier" on "auth_verifications" ("identifier")',
    ]
  },
}
