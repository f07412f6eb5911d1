// What the person at the terminal is told when the server does not start: a sentence about what they can mend. Anything
// else is a bug, and is shown whole.
import { ConfigError } from './configError.ts'

export function sayWhyNot(error: unknown, env: Readonly<Record<string, string | undefined>>): string {
  if (error instanceof ConfigError) return error.message
  if (!(error instanceof Error)) return String(error)
  const { code, syscall } = error as NodeJS.ErrnoException
  // Files refuse with the same codes as ports do.
  if (syscall === 'listen') {
    const port = env.PORT || 8080
    if (code === 'EADDRINUSE') return `PORT ${port} is in use by another program; choose another.`
    if (code === 'EACCES') return `PORT ${port} may not be used by this user; choose one above 1023.`
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST is "${env.HOST}", but this machine has no such address.`
  return error.stack ?? error.message
}
