import * as v from 'valibot'

/** Text of at most `max` UTF-16 units that may stand in a column as it is: PostgreSQL takes every character but NUL. */
export function plainText(max: number) {
  return v.pipe(
    v.string(),
    v.maxLength(max),
    v.check((text) => !text.includes('\0')),
  )
}
