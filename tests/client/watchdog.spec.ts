import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Problem } from '#domain/problem.ts'
import { watchLine, type Watchdog } from '../../src/client/sync/watchdog.ts'

const minute = 60_000

describe('the watchdog', () => {
  let oldest: string | undefined
  let isOnline: boolean
  let isStuck: boolean
  let restarts: number
  let watchdog: Watchdog

  beforeEach(() => {
    vi.useFakeTimers()
    oldest = 'first'
    isOnline = true
    isStuck = false
    restarts = 0
    watchdog = watchLine({
      oldest: () => oldest,
      isOnline: () => isOnline,
      onStuck: (is) => (isStuck = is),
      restart: () => restarts++,
    })
  })
  afterEach(() => {
    watchdog.stop()
    vi.useRealTimers()
  })

  const wait = (minutes: number) => vi.advanceTimersByTimeAsync(minutes * minute)

  it('begins the line anew when something has waited 15 minutes and nobody knows why, and again every five', async () => {
    await wait(15)
    expect([isStuck, restarts]).toEqual([false, 0])
    await wait(1)
    expect([isStuck, restarts]).toEqual([true, 1])
    await wait(5)
    expect(restarts).toBe(2)
  })

  it('begins it anew although replies come, when the same one never gets its outcome', async () => {
    for (let n = 0; n < 16; n++) {
      await wait(1)
      watchdog.ended(undefined)
    }
    expect([isStuck, restarts]).toEqual([true, 1])
  })

  it('is content as soon as something else waits longest, or nothing', async () => {
    await wait(16)
    oldest = 'second'
    watchdog.ended(undefined)
    expect(isStuck).toBe(false)
    await wait(14)
    oldest = undefined
    await wait(60)
    expect([isStuck, restarts]).toEqual([false, 1])
  })

  it('finds nothing strange without a network, however long, and counts from when there is one', async () => {
    isOnline = false
    await wait(600)
    expect(restarts).toBe(0)
    isOnline = true
    await wait(14)
    expect(restarts).toBe(0)
    await wait(2)
    expect(restarts).toBe(1)
  })

  it.each(['serverUnreachable', 'answerNotOurs', 'sessionExpired'] as const)(
    'leaves a line alone that speaks and hears %s each time, but not one that falls silent after it',
    async (code) => {
      for (let n = 0; n < 60; n++) {
        watchdog.ended(new Problem(code))
        await wait(5)
      }
      expect([isStuck, restarts]).toEqual([false, 0])
      await wait(20)
      expect([isStuck, restarts]).toEqual([true, 1])
    },
  )

  it('waits as long as the server asked to be left alone', async () => {
    watchdog.ended(new Problem('tooManyRequests', { details: { seconds: 3_600 } }))
    await wait(75)
    expect(restarts).toBe(0)
  })

  it('is not deceived by a clock that jumps', async () => {
    await wait(3)
    vi.setSystemTime(Date.now() + 2 * 86_400_000)
    await wait(3)
    vi.setSystemTime(Date.now() - 4 * 86_400_000)
    await wait(3)
    expect(restarts).toBe(0)
  })

  it('does not count the time in which the page was frozen', async () => {
    let now = 0
    let isBegunAnew = false
    const frozen = watchLine({
      oldest: () => 'one',
      isOnline: () => true,
      onStuck: () => undefined,
      restart: () => (isBegunAnew = true),
      now: () => now,
    })
    await wait(1)
    now += 8 * 60 * minute
    await wait(1)
    expect(isBegunAnew).toBe(false)
    frozen.stop()
  })
})
