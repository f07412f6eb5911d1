// A manager at the desk, who gives what one member recorded to another team, again and again while phones work.
import { setTimeout as sleep } from 'node:timers/promises'
import { paths } from '#protocol/paths.ts'
import type { Moved } from '#protocol/move.ts'
import type { FieldWork } from './fieldWork.ts'
import type { SeededWard } from './seedWard.ts'

export interface TeamMoves {
  /** Assists and residents that stand in another team now, as far as it was said. */
  readonly moved: () => number
  /** Resolves when the last one has ended; something was moved then, if there was anything and a team to take it. */
  stop(): Promise<void>
}

type Team = SeededWard['teams'][number]

/** `pause`: milliseconds between two, at the least and the most. */
export function moveNowAndThen(
  url: string,
  { manager, teams }: SeededWard,
  { random }: FieldWork,
  pause: readonly [number, number],
): TeamMoves {
  let isOver = false
  let moved = 0
  let ending: Promise<void> | undefined

  /** Without a member, everything that the team has. */
  async function move(from: Team, memberId?: string): Promise<void> {
    const others = teams.filter((team) => team !== from)
    if (others.length === 0) return
    const answer = await fetch(`${url}${paths.moveRecords.replace(':teamId', from.id)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: manager.cookie },
      body: JSON.stringify({ toTeamId: random.pick(others).id, memberId }),
    })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    const { assists, residents } = (await answer.json()) as Moved
    moved += assists + residents
  }

  /** A server that is being killed says nothing; what it had moved stays moved. */
  const unlessKilled = (moving: Promise<void>): Promise<void> =>
    moving.catch((error: unknown) => {
      if (!(error instanceof TypeError)) throw error
    })

  const moving = (async () => {
    while (!isOver) {
      await sleep(random.between(...pause))
      const from = random.pick(teams)
      await unlessKilled(move(from, random.pick(from.members).actor.memberId))
    }
  })()
  moving.catch(() => undefined)

  /** The members whom chance picked may have recorded nothing yet, and a short while ends before the first move. */
  async function end(): Promise<void> {
    isOver = true
    await moving
    for (const team of teams) if (moved === 0) await unlessKilled(move(team))
  }

  return {
    moved: () => moved,
    stop: () => (ending ??= end()),
  }
}
