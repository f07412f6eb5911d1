// Parts of one line. Between two of them stands a dot, which never begins a line.
import { noBreak, withNumbers } from '../i18n/noBreak.ts'

/** What holds together is not torn at the end of a line. */
export const whole = (text: string) => text.replaceAll(' ', noBreak)

/** A short name holds together too; a long one needs its lines. */
export const wholeIfShort = (text: string) => (text.length > 20 ? withNumbers(text) : whole(text))

/** "Ngày hẹn trả: nhập năm": what a sentence of its own says, after what it is about. */
export const labelled = (label: string, text: string) =>
  `${label}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`

/** A number is not torn, nor from what it counts. */
export function joined(parts: readonly (string | number | false | null | undefined)[]): string {
  return parts
    .filter(Boolean)
    .map((part) => withNumbers(String(part)))
    .join(`${noBreak}· `)
}
