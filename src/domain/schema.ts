// The few shapes that many commands share.
import * as v from 'valibot'
import { isDay } from './period.ts'

/** A UUID, lower case; made by whoever makes the row (version 7, so that ids sort by time). */
export const idSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))

/** A day of the calendar, 'YYYY-MM-DD'. */
export const daySchema = v.pipe(v.string(), v.check(isDay))

/** Text of at most `max` UTF-16 units. */
export function text(max: number) {
  return v.pipe(v.string(), v.maxLength(max))
}
