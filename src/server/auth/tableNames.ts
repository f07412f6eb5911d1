/** What better-auth's own tables are called; migrations/0002-identity.ts makes them. */
export const authTables = {
  user: { modelName: 'auth_users' },
  session: { modelName: 'auth_sessions' },
  account: { modelName: 'auth_accounts' },
  verification: { modelName: 'auth_verifications' },
} as const
