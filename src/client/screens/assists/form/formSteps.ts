// The form of a visit one thing at a time, for who is new to it. The steps are named after the parts of the form, and each
// field belongs to one of them.
import type { AssistForm } from './assistForm.ts'

export const allSteps = ['who', 'items', 'details', 'whenWhere', 'check'] as const
export type Step = (typeof allSteps)[number]

/** Details are asked for only where there are any. */
export function stepsOf({ dossiers, laters, failures }: AssistForm): Step[] {
  const hasDetails = dossiers.length + laters.length + failures.length > 0
  return allSteps.filter((step) => step !== 'details' || hasDetails)
}

/** What the address asks for; what it does not know begins at the beginning. */
export function stepNamed(name: unknown, steps: readonly Step[]): Step {
  // With the last of its cards gone, the page of details is gone too.
  const asked = name === 'details' && !steps.includes(name) ? 'items' : name
  return steps.find((step) => step === asked) ?? 'who'
}

export function stepAfter(step: Step, steps: readonly Step[]): Step {
  return steps[steps.indexOf(step) + 1] ?? 'check'
}

const stepOfField: Readonly<Record<string, Step>> = {
  items: 'items',
  place: 'whenWhere',
  helpMode: 'whenWhere',
  on: 'whenWhere',
  note: 'whenWhere',
}

/** Where a field, named by the id of its input, is asked for. */
export function stepOf(field: string): Step {
  if (/^(dossier|later|failure)\./.test(field)) return 'details'
  return stepOfField[field] ?? 'who'
}
