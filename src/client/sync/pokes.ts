// The server's pokes: "there is something new in this scope". They carry no data and may be missed; then the loop's own
// rest time brings the news. So it does where they do not get through: a proxy that holds them back or answers with a page
// of its own, a network that cuts every stream. The line counts as open only once the server has said `ready` on it.
import * as v from 'valibot'
import { pokeSchema, type Poke } from '#protocol/events.ts'
import { paths } from '#protocol/paths.ts'

export interface PokeLine {
  readonly isOpen: boolean
  /** Opens it, unless it is open or has failed too often just now. */
  open(): void
  close(): void
}

export interface PokeOptions {
  /** The server leaves out what this device's own commands moved. */
  readonly deviceId: () => string
  /** From now on nothing is missed; what came before must be asked for. */
  readonly onReady: () => void
  readonly onPoke: (poke: Poke) => void
  /** It is not open any more, or could not be opened. */
  readonly onLost: () => void
}

const readyPatience = 10_000
/** One that has held so long was a good one. */
const goodAfter = 60_000
const mostFailures = 3
const pauseAfterFailures = 600_000

export function listenForPokes({ deviceId, onReady, onPoke, onLost }: PokeOptions): PokeLine {
  let source: EventSource | undefined
  let readyAt: number | undefined
  let failures = 0
  let notBefore = 0
  let waiting: ReturnType<typeof setTimeout> | undefined

  function drop(): void {
    clearTimeout(waiting)
    source?.close()
    source = undefined
    readyAt = undefined
  }

  function waitForReady(): void {
    clearTimeout(waiting)
    waiting = setTimeout(fail, readyPatience)
  }

  /** The browser tries again by itself, unless what it got was no stream at all. */
  function fail(): void {
    if (readyAt !== undefined && performance.now() - readyAt >= goodAfter) failures = 0
    readyAt = undefined
    failures++
    if (failures >= mostFailures) notBefore = performance.now() + pauseAfterFailures
    if (failures >= mostFailures || source?.readyState === EventSource.CLOSED) drop()
    else waitForReady()
    onLost()
  }

  return {
    get isOpen() {
      return readyAt !== undefined
    },
    open() {
      if (typeof EventSource === 'undefined' || source || performance.now() < notBefore) return
      if (notBefore > 0) failures = notBefore = 0
      source = new EventSource(`${paths.events}?${new URLSearchParams({ device: deviceId() })}`)
      waitForReady()
      source.addEventListener('ready', () => {
        clearTimeout(waiting)
        readyAt = performance.now()
        onReady()
      })
      source.addEventListener('error', fail)
      source.addEventListener('poke', (event: MessageEvent<string>) => {
        const poke = v.safeParse(pokeSchema, parse(event.data))
        if (poke.success) onPoke(poke.output)
      })
    },
    close() {
      failures = notBefore = 0
      drop()
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
