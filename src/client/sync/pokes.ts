// The server's pokes: "there is something new in this scope". They carry no data and may be missed; then the loop's own
// rest time brings the news.
import * as v from 'valibot'
import { pokeSchema, type Poke } from '#protocol/events.ts'
import { paths } from '#protocol/paths.ts'

export interface PokeLine {
  readonly isOpen: boolean
  /** Opens it, unless it is open or the page is hidden. */
  open(): void
  close(): void
}

export interface PokeOptions {
  /** The server leaves out what this device's own commands moved. */
  readonly deviceId: () => string
  /** From now on nothing is missed; what came before must be asked for. */
  readonly onReady: () => void
  readonly onPoke: (poke: Poke) => void
  /** The browser has given it up; `open` opens it again. */
  readonly onLost: () => void
}

export function listenForPokes({ deviceId, onReady, onPoke, onLost }: PokeOptions): PokeLine {
  let source: EventSource | undefined
  const isOpen = () => source !== undefined && source.readyState === EventSource.OPEN

  function close(): void {
    source?.close()
    source = undefined
  }

  return {
    get isOpen() {
      return isOpen()
    },
    open() {
      if (typeof EventSource === 'undefined') return
      if (source && source.readyState !== EventSource.CLOSED) return
      source = new EventSource(`${paths.events}?${new URLSearchParams({ device: deviceId() })}`)
      source.addEventListener('ready', onReady)
      source.addEventListener('error', () => {
        if (source?.readyState === EventSource.CLOSED) onLost()
      })
      source.addEventListener('poke', (event: MessageEvent<string>) => {
        const poke = v.safeParse(pokeSchema, parse(event.data))
        if (poke.success) onPoke(poke.output)
      })
    },
    close,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
