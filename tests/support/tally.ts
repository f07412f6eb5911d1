// What phones were told and what they still have to say, held against a store: nothing lost, nothing doubled.
import type { CheckedStore } from './checkStore.ts'
import type { PlainPhone } from './plainPhone.ts'

export interface Tally {
  readonly commands: number
  /** By outcome. */
  readonly outcomes: Record<string, number>
  /** Answered and not in the store, or never answered. */
  readonly lost: number
  /** Versions of rows for which not exactly one command stands, and commands beyond what phones said. */
  readonly doubled: number
  /** Everything that is not as it must be, in words. */
  readonly wrongs: string[]
}

export function tally(phones: readonly PlainPhone[], store: CheckedStore): Tally {
  const wrongs = [
    ...store.wrongs,
    ...phones.flatMap((phone) => phone.wrongs.map((wrong) => `the server ${wrong}`)),
  ]
  const outcomes: Record<string, number> = {}
  let lost = 0
  let commands = 0
  for (const phone of phones) {
    lost += phone.outbox.length
    commands += phone.outbox.length + phone.outcomes.size
    for (const [id, outcome] of phone.outcomes) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      const kept = store.commands.get(id)
      if (!kept) lost++
      else if (kept.outcome !== outcome)
        wrongs.push(`${id} was told as ${outcome} and is kept as ${kept.outcome}`)
      else if (kept.deviceId !== phone.deviceId) wrongs.push(`${id} is kept for another phone`)
    }
  }
  const devices = new Set(phones.map(({ deviceId }) => deviceId))
  const kept = [...store.commands.values()].filter(({ deviceId }) => devices.has(deviceId)).length
  const extra = Math.max(0, kept - commands)
  if (lost > 0) wrongs.push(`${lost} commands are lost`)
  return { commands, outcomes, lost, doubled: store.doubled + extra, wrongs }
}
