// Journeys that count what is of one day, or of one month.
import { addDays, dayAt, startOfDay } from '#domain/period.ts'

/** Longer than such a journey takes. */
const longest = 2 * 60_000

/** The hook that waits for the new day must be let wait so long. */
export const untilNewDay = 4 * longest

/** Resolves when such a journey may begin: at once, or after the midnight (in Vietnam) that would come in its middle. */
export async function withinOneDay(): Promise<void> {
  const left = () => startOfDay(addDays(dayAt(Date.now()), 1)) - Date.now()
  while (left() < longest) await new Promise((resolve) => setTimeout(resolve, left()))
}
