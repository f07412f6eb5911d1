// Under which message keys an indicator has its words. Reasons, kinds and levels are named once and lent to the figures.
import type { Indicator } from '#domain/figures.ts'
import type { LevelNaming } from '#domain/procedure.ts'

const levels: Partial<Record<Indicator, string>> = { dossiersLevel3: '3', dossiersLevel4: '4' }

/** As a heading says it. A reason alone is no heading: `failures` stands before it. */
export function longKey(indicator: Indicator, naming: LevelNaming): string {
  const [name, part] = indicator.split('.')
  if (part !== undefined) return name === 'failures' ? `reason.${part}` : `account.${part}`
  return indicator in levels ? `indicator.${name}_${naming}` : `indicator.${name}`
}

/** As a tile or the head of a column says it. */
export function shortKey(indicator: Indicator, naming: LevelNaming): string {
  if (indicator.includes('.')) return longKey(indicator, naming)
  return indicator in levels ? `level.${naming}.${levels[indicator]}` : `short.${indicator}`
}
