/** The environment of whoever runs the tests, without what would send a server of the tests to their own address and store. */
export function hostEnv(): NodeJS.ProcessEnv {
  return { ...process.env, PUBLIC_URL: undefined, DATABASE_URL: undefined }
}
