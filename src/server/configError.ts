/** Something that the person who starts the server can mend; the message is a whole sentence for them. */
export class ConfigError extends Error {}

/** The first line of what went wrong: a sentence has no room for more. */
export function reasonOf(error: unknown): string {
  // Several addresses that were tried in vain come as one error without words of its own.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  const text = first instanceof Error ? first.message : String(first)
  return (text.split('\n')[0] ?? '').replace(/\.$/, '')
}
