// What all seeds together went through.
import type { Fault } from './faults.ts'

export interface Tally {
  readonly counts: Map<string, number>
  readonly faults: Map<string, number>
  count(what: string, times?: number): void
  request(path: string, fault: Fault): void
}

export function createTally(): Tally {
  const counts = new Map<string, number>()
  const faults = new Map<string, number>()
  const add = (to: Map<string, number>, what: string, times = 1) => to.set(what, (to.get(what) ?? 0) + times)
  return {
    counts,
    faults,
    count: (what, times) => add(counts, what, times),
    request(path, fault) {
      add(counts, 'requests')
      if (path === '/api/sync') add(counts, 'syncs')
      if (fault !== 'none') add(faults, fault)
    },
  }
}

const conflicts = ['merged', 'overridden']
const crashes = ['phone killed', 'serverDiesBefore', 'serverDiesAfter']
const restores = ['restored, announced', 'restored in silence']

export function tellTally({ counts, faults }: Tally): string {
  const sum = (names: readonly string[]) =>
    names.reduce((all, name) => all + (counts.get(name) ?? 0) + (faults.get(name) ?? 0), 0)
  const main = [
    ...['seeds', 'phones', 'commands', 'syncs'].map((what) => `${what} ${sum([what])}`),
    `faults ${sum([...faults.keys()])}`,
    `crashes ${sum(crashes)}`,
    `conflicts ${sum(conflicts)}`,
    `copied phones ${sum(['phone cloned'])}`,
    `restores ${sum(restores)}`,
    `failures ${sum(['failures'])}`,
  ]
  const list = (of: Map<string, number>) =>
    [...of]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, times]) => `${what} ${times}`)
      .join(' · ')
  return [`  ${main.join(' · ')}`, `  faults: ${list(faults)}`, `  all: ${list(counts)}`].join('\n')
}
