// Pokes and the rest time of the line, with networks that let no stream through.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLoop, type Loop } from '../../src/client/sync/loop.ts'
import { listenForPokes, type PokeLine } from '../../src/client/sync/pokes.ts'

const minute = 60_000

/** What a browser does with a stream, in the test's hand. */
class Stream extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  static all: Stream[] = []
  readyState: number = Stream.CONNECTING
  constructor() {
    super()
    Stream.all.push(this)
  }
  close(): void {
    this.readyState = Stream.CLOSED
  }
  ready(): void {
    this.readyState = Stream.OPEN
    this.dispatchEvent(new Event('ready'))
  }
  /** The browser connects anew by itself, or, where no stream came at all, gives it up. */
  fail(state = Stream.CONNECTING): void {
    this.readyState = state
    this.dispatchEvent(new Event('error'))
  }
  poke(data: string): void {
    this.dispatchEvent(new MessageEvent('poke', { data }))
  }
}

describe('pokes', () => {
  let exchanges: number
  let loop: Loop
  let pokes: PokeLine
  let poked: unknown[]

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Stream)
    Stream.all = []
    exchanges = 0
    poked = []
    pokes = listenForPokes({
      deviceId: () => 'this-one',
      onReady: () => void loop.now(),
      onPoke: (poke) => void poked.push(poke),
      onLost: () => loop.restAnew(),
    })
    loop = createLoop({
      cycle: () => Promise.resolve({ more: ++exchanges < 0 }),
      onStart: () => undefined,
      onEnd: () => Promise.resolve(pokes.open()),
      restTime: () => (pokes.isOpen ? 5 * minute : minute / 2),
    })
  })
  afterEach(async () => {
    await loop.stop()
    pokes.close()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  const stream = () => Stream.all.at(-1)
  async function exchangesIn(ms: number): Promise<number> {
    const before = exchanges
    await wait(ms)
    return exchanges - before
  }

  it('that get through let the line rest for five minutes', async () => {
    await loop.now()
    stream()?.ready()
    await wait(0)
    expect(pokes.isOpen).toBe(true)
    expect(await exchangesIn(5 * minute - 1)).toBe(0)
    stream()?.poke('{"scope":"team:01900000-0000-7000-8000-000000000002","head":7}')
    stream()?.poke('no JSON')
    expect(poked).toHaveLength(1)
    expect(Stream.all).toHaveLength(1)
  })

  it('that a proxy holds back are not waited for: the line asks every half minute', async () => {
    await loop.now()
    await wait(10_000)
    expect(pokes.isOpen).toBe(false)
    expect(await exchangesIn(10 * minute)).toBeGreaterThanOrEqual(19)
    expect(Stream.all.length).toBeLessThan(4)
  })

  it('that are answered with a page of somebody else’s are tried now and then, and the line asks meanwhile', async () => {
    vi.spyOn(Stream.prototype, 'addEventListener').mockImplementation(function (this: Stream, ...args) {
      EventTarget.prototype.addEventListener.apply(this, args)
      if (args[0] === 'poke') setTimeout(() => this.fail(Stream.CLOSED))
    })
    await loop.now()
    expect(await exchangesIn(10 * minute)).toBeGreaterThanOrEqual(19)
    expect(Stream.all.length).toBeLessThan(5)
    expect(await exchangesIn(60 * minute)).toBeGreaterThanOrEqual(119)
    expect(Stream.all.length).toBeLessThan(25)
    vi.restoreAllMocks()
  })

  it('whose stream is cut every few seconds do not make the phone ask every few seconds', async () => {
    await loop.now()
    const cutting = setInterval(() => {
      if (stream()?.readyState === Stream.CONNECTING) stream()?.ready()
      else if (stream()?.readyState === Stream.OPEN) stream()?.fail()
    }, 2_000)
    expect(await exchangesIn(10 * minute)).toBeLessThan(30)
    clearInterval(cutting)
  })

  it('come again after a stream that was cut once', async () => {
    await loop.now()
    stream()?.ready()
    await wait(10 * minute)
    stream()?.fail()
    expect(pokes.isOpen).toBe(false)
    stream()?.ready()
    expect(pokes.isOpen).toBe(true)
    expect(Stream.all).toHaveLength(1)
  })

  it('are tried at once when the phone is looked at again', async () => {
    await loop.now()
    for (let n = 0; n < 3; n++) stream()?.fail()
    pokes.open()
    expect(Stream.all).toHaveLength(1)
    pokes.close()
    pokes.open()
    expect(Stream.all).toHaveLength(2)
  })
})
