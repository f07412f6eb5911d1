// Commands at the door: brought up to today's version and parsed before anything is locked, so that nobody waits for it.
import { parseCommand, type Command } from '#domain/commands.ts'
import { upgrade, type Steps } from '#domain/upgrade.ts'
import type { WireCommand } from '#protocol/sync.ts'
import { protocolVersion } from '#protocol/version.ts'

export interface Arrived {
  readonly command: WireCommand
  /** When the person did it, but no later than it arrived: a clock that runs ahead must not win every conflict of days. */
  readonly at: number
  /** As its definition knows it; or what stood against that. */
  readonly ready: Command | undefined
  readonly failure?: unknown
}

export interface Door {
  /** The version of the protocol in which the commands are written. */
  readonly protocol: number
  /** How older versions are brought up to today's; the server's own when left out. */
  readonly steps?: Steps | undefined
  readonly now: number
}

export function arrive(command: WireCommand, { protocol, steps, now }: Door): Arrived {
  const at = Math.min(command.at, now)
  try {
    const { name, args } = upgrade(command, protocol, protocolVersion, steps)
    return { command, at, ready: parseCommand({ ...command, name, args }) }
  } catch (failure) {
    return { command, at, ready: undefined, failure }
  }
}
