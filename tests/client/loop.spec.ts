import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '#domain/problem.ts'
import { createLoop, type LoopOptions } from '../../src/client/sync/loop.ts'

function aLoop(cycle: LoopOptions['cycle']) {
  const ends: (string | undefined)[] = []
  const loop = createLoop({
    cycle,
    onStart: () => undefined,
    onEnd: (problem) => Promise.resolve(void ends.push(problem?.code)),
    restTime: () => 300_000,
    random: () => 0.5,
  })
  return { loop, ends }
}

describe('when the phone speaks', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('a save on a quiet line is sent at once', async () => {
    let cycles = 0
    const { loop, ends } = aLoop(() => Promise.resolve({ more: ++cycles < 0 }))
    loop.saved()
    await vi.advanceTimersByTimeAsync(0)
    expect(cycles).toBe(1)
    expect(ends).toEqual([undefined])
  })

  it('saves while it speaks are gathered for two seconds', async () => {
    let cycles = 0
    const waits: (() => void)[] = []
    const { loop } = aLoop(async () => {
      cycles++
      await new Promise<void>((resolve) => waits.push(resolve))
      return { more: false }
    })
    loop.saved()
    await vi.advanceTimersByTimeAsync(0)
    for (let save = 0; save < 5; save++) loop.saved()
    waits.shift()?.()
    await vi.advanceTimersByTimeAsync(1_999)
    expect(cycles).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(cycles).toBe(2)
  })

  it('it says that it speaks also when it was asked to while it failed', async () => {
    const told: string[] = []
    let answer: (problem?: Problem) => void = () => undefined
    const loop = createLoop({
      cycle: async () => {
        const problem = await new Promise<Problem | undefined>((resolve) => {
          answer = resolve
        })
        if (problem) throw problem
        return { more: false }
      },
      onStart: () => void told.push('sending'),
      onEnd: (problem) => Promise.resolve(void told.push(problem?.code ?? 'quiet')),
      restTime: () => 300_000,
    })
    void loop.now()
    await vi.advanceTimersByTimeAsync(0)
    void loop.now()
    answer(new Problem('serverUnreachable'))
    await vi.advanceTimersByTimeAsync(0)
    expect(told).toEqual(['sending', 'serverUnreachable', 'sending'])
    answer()
    await vi.advanceTimersByTimeAsync(0)
    expect(told.at(-1)).toBe('quiet')
  })

  it('it goes on while there is more, and rests when there is not', async () => {
    let left = 5
    const { loop } = aLoop(() => Promise.resolve({ more: --left > 0 }))
    await loop.now()
    expect(left).toBe(0)
    await vi.advanceTimersByTimeAsync(299_999)
    expect(left).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(left).toBe(-1)
  })

  it('trouble makes it wait longer each time, at most five minutes, and a person can still send at once', async () => {
    let cycles = 0
    const { loop, ends } = aLoop(() => {
      cycles++
      return Promise.reject(new Problem('serverUnreachable'))
    })
    await loop.now()
    expect(ends).toEqual(['serverUnreachable'])
    await vi.advanceTimersByTimeAsync(10_000)
    const early = cycles
    expect(early).toBeGreaterThan(2)
    await vi.advanceTimersByTimeAsync(3_600_000)
    const hour = cycles
    expect(hour - early).toBeLessThan(40)
    await vi.advanceTimersByTimeAsync(151_000)
    expect(cycles).toBe(hour + 1)
    await loop.now()
    expect(cycles).toBe(hour + 2)
  })

  it('it waits as long as the server asks, whatever is saved meanwhile', async () => {
    let cycles = 0
    const { loop } = aLoop(() => {
      cycles++
      return Promise.reject(new Problem('tooManyRequests', { details: { seconds: 120 } }))
    })
    await loop.now()
    loop.saved()
    await vi.advanceTimersByTimeAsync(119_000)
    expect(cycles).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(cycles).toBe(2)
  })

  it('somebody who asks while an exchange is just being closed is heard all the same', async () => {
    let cycles = 0
    let close: () => void = () => undefined
    const loop = createLoop({
      cycle: () => Promise.resolve({ more: ++cycles < 0 }),
      onStart: () => undefined,
      onEnd: () => new Promise((resolve) => (close = resolve)),
      restTime: () => 300_000,
    })
    const first = loop.now()
    await vi.advanceTimersByTimeAsync(0)
    const second = loop.now()
    close()
    await vi.advanceTimersByTimeAsync(0)
    expect(cycles).toBe(2)
    close()
    await Promise.all([first, second])
  })

  it('a line on which nothing comes to an end is given up for a while', async () => {
    let cycles = 0
    const { loop, ends } = aLoop(() => {
      cycles++
      return Promise.resolve({ more: true })
    })
    await loop.now()
    expect(cycles).toBe(200)
    expect(ends).toEqual(['serverFailed'])
  })

  it('is not stopped by trouble on its own disk after an exchange', async () => {
    let cycles = 0
    const loop = createLoop({
      cycle: () => Promise.resolve({ more: ++cycles < 0 }),
      onStart: () => undefined,
      onEnd: () => Promise.reject(new Problem('diskFull')),
      restTime: () => 30_000,
    })
    const surfaced = vi.spyOn(globalThis, 'queueMicrotask').mockReturnValue(undefined)
    await loop.now()
    expect(() => surfaced.mock.calls[0]?.[0]()).toThrow('diskFull')
    await vi.advanceTimersByTimeAsync(30_000)
    expect(cycles).toBe(2)
    await loop.stop()
    surfaced.mockRestore()
  })

  it('woken while a request hangs that then fails, it speaks once more at once, and then waits its time', async () => {
    let cycles = 0
    let fail: (problem: Problem) => void = () => undefined
    const { loop } = aLoop(() => {
      cycles++
      return new Promise((_, reject) => {
        fail = reject
      })
    })
    for (let round = 0; round < 6; round++) {
      void loop.now()
      await vi.advanceTimersByTimeAsync(0)
      if (round === 5) void loop.now()
      fail(new Problem('serverUnreachable'))
      await vi.advanceTimersByTimeAsync(0)
    }
    expect(cycles).toBe(7)
    fail(new Problem('serverUnreachable'))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(cycles).toBe(7)
  })

  it('woken while the server says that it wants to be left alone, it leaves it alone', async () => {
    let cycles = 0
    let fail: (problem: Problem) => void = () => undefined
    const { loop } = aLoop(() => {
      cycles++
      return new Promise((_, reject) => {
        fail = reject
      })
    })
    void loop.now()
    await vi.advanceTimersByTimeAsync(0)
    void loop.now()
    fail(new Problem('tooManyRequests', { details: { seconds: 60 } }))
    await vi.advanceTimersByTimeAsync(59_000)
    expect(cycles).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(cycles).toBe(2)
  })

  it('what never ends is given up when it is begun anew, and who waited for it waits for what runs now', async () => {
    const signals: AbortSignal[] = []
    let end: () => void = () => undefined
    const { loop, ends } = aLoop((signal) => {
      signals.push(signal)
      return new Promise((resolve) => {
        end = () => resolve({ more: false })
      })
    })
    let isHeard = false
    void loop.now().then(() => (isHeard = true))
    await vi.advanceTimersByTimeAsync(3_600_000)
    const endOfFirst = end
    void loop.restart()
    await vi.advanceTimersByTimeAsync(0)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
    // What was given up comes to its end after all: nobody hears of it, and nothing is begun by it.
    endOfFirst()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect([ends, isHeard, signals.length]).toEqual([[], false, 2])
    end()
    await vi.advanceTimersByTimeAsync(0)
    expect([ends, isHeard]).toEqual([[undefined], true])
    await vi.advanceTimersByTimeAsync(300_000)
    expect(signals).toHaveLength(3)
  })

  it('a fault in what was given up is no news', async () => {
    let fail: (error: Error) => void = () => undefined
    const { loop, ends } = aLoop(() => new Promise((_, reject) => (fail = reject)))
    const surfaced = vi.spyOn(globalThis, 'queueMicrotask').mockReturnValue(undefined)
    void loop.now()
    await vi.advanceTimersByTimeAsync(0)
    const failFirst = fail
    void loop.restart()
    failFirst(new Error('robbed of the lock'))
    await vi.advanceTimersByTimeAsync(0)
    expect([ends, surfaced.mock.calls]).toEqual([[], []])
    surfaced.mockRestore()
  })

  it('once stopped it waits for what runs, but not for what never ends', async () => {
    const { loop } = aLoop(() => new Promise(() => undefined))
    void loop.now()
    let isOver = false
    void loop.stop().then(() => (isOver = true))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(isOver).toBe(true)
  })

  it('a clock that was set back two days holds nothing up', async () => {
    let cycles = 0
    const { loop } = aLoop(() => {
      cycles++
      return Promise.reject(new Problem('tooManyRequests', { details: { seconds: 60 } }))
    })
    await loop.now()
    vi.setSystemTime(Date.now() - 2 * 86_400_000)
    loop.saved()
    await vi.advanceTimersByTimeAsync(61_000)
    expect(cycles).toBe(2)
  })

  it('once stopped it says nothing more', async () => {
    let cycles = 0
    const { loop } = aLoop(() => Promise.resolve({ more: ++cycles < 0 }))
    await loop.now()
    await loop.stop()
    loop.saved()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(cycles).toBe(1)
  })
})
