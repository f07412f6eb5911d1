// How much of a whole is done, as reports print it: two decimals, rounded half up, and never 100 % while something is
// missing. 4,128 of 4,133 is 99.88 %, not the 99 % of the ward's own report.

/** Hundredths of a percent, from 0 to 10000; null for a share of nothing, which is no share. */
export function shareOf(part: number, whole: number): number | null {
  if (whole === 0) return null
  const hundredths = Math.floor((part * 20_000 + whole) / (2 * whole))
  return part < whole ? Math.min(hundredths, 9_999) : hundredths
}
