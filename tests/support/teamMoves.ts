// A manager at the desk, who gives what one member recorded to another team, again and again while phones work.
import { setTimeout as sleep } from 'node:timers/promises'
import { paths } from '#protocol/paths.ts'
import type { Moved } from '#protocol/move.ts'
import type { FieldWork } from './fieldWork.ts'
import type { SeededWard } from './seedWard.ts'

export interface TeamMoves {
  /** Assists and residents that stand in another team now, as far as it was said. */
  readonly moved: () => number
  /** Resolves when the last one has ended. */
  stop(): Promise<void>
}

/** `pause`: milliseconds between two, at the least and the most. */
export function moveNowAndThen(
  url: string,
  { manager, teams }: SeededWard,
  { random }: FieldWork,
  pause: readonly [number, number],
): TeamMoves {
  let isOver = false
  let moved = 0

  async function moveOnce(): Promise<void> {
    const [from, to] = [random.pick(teams), random.pick(teams)]
    if (from === to) return
    const body = { toTeamId: to.id, memberId: random.pick(from.members).actor.memberId }
    const answer = await fetch(`${url}${paths.moveRecords.replace(':teamId', from.id)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: manager.cookie },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    const { assists, residents } = (await answer.json()) as Moved
    moved += assists + residents
  }

  const moving = (async () => {
    while (!isOver) {
      await sleep(random.between(...pause))
      // A server that is being killed says nothing; what it had moved stays moved.
      await moveOnce().catch((error: unknown) => {
        if (!(error instanceof TypeError)) throw error
      })
    }
  })()
  moving.catch(() => undefined)
  return {
    moved: () => moved,
    stop() {
      isOver = true
      return moving
    },
  }
}
