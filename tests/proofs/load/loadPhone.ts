// One of thousands of phones: it speaks when it is woken, as src/client/sync/loop.ts does, with its jitter and the
// server's Retry-After; every request is timed and everything that goes wrong is counted.
import { paths } from '#protocol/paths.ts'
import { openEventStream, type EventStream } from '../../support/eventStream.ts'
import { aPlainPhone, NoReply, type PlainPhone, type PlainPhoneOptions } from '../../support/plainPhone.ts'
import type { SeededMember } from '../../support/seedWard.ts'

export interface Meter {
  /** Milliseconds that each sync took which was answered. */
  readonly times: number[]
  /** By kind. */
  readonly errors: Record<string, number>
  pokes: number
}

export interface LoadPhone {
  readonly member: SeededMember
  readonly phone: PlainPhone
  /** Speak now, or once more after what runs. */
  wake(): void
  listen(): void
  isListening(): boolean
  /** Speaks and listens no more; resolves when what it was saying has ended. */
  stop(): Promise<void>
}

const timeout = 30_000
const shortestPause = 1_000
const longestPause = 300_000
/** After this a browser opens a broken stream again. */
const reopenAfter = 3_000

export function aLoadPhone(
  url: string,
  member: SeededMember,
  meter: () => Meter,
  options: Pick<PlainPhoneOptions, 'from' | 'keepsRows'>,
): LoadPhone {
  const { cookie } = member
  const phone = aPlainPhone({
    ...options,
    fetch: (path, init = {}) =>
      fetch(`${url}${String(path)}`, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), cookie },
        signal: AbortSignal.timeout(timeout),
      }),
  })
  let isRunning = false
  let speaking = Promise.resolve()
  let isWoken = false
  let isStopped = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stream: EventStream | undefined

  async function speak(): Promise<void> {
    isRunning = true
    clearTimeout(timer)
    try {
      do {
        isWoken = false
        for (let more = true; more && !isStopped;) more = await timed()
      } while (isWoken && !isStopped)
      failures = 0
    } catch (error) {
      failures++
      if (!isStopped) timer = setTimeout(wake, pauseAfter(error))
    }
    isRunning = false
  }

  async function timed(): Promise<boolean> {
    const { times, errors } = meter()
    const begun = performance.now()
    try {
      const more = await phone.sync()
      times.push(performance.now() - begun)
      return more
    } catch (error) {
      const kind = kindOf(error)
      errors[kind] = (errors[kind] ?? 0) + 1
      throw error
    }
  }

  function pauseAfter(error: unknown): number {
    const asked = error instanceof NoReply ? error.retryAfter * 1_000 : 0
    const most = isWoken ? shortestPause : Math.min(longestPause, shortestPause * 2 ** Math.min(failures, 9))
    return Math.max(asked, shortestPause / 2 + Math.random() * most)
  }

  function wake(): void {
    if (isRunning) isWoken = true
    else if (!isStopped) speaking = speak()
  }

  function listen(): void {
    if (isStopped) return
    stream = openEventStream({
      url: `${url}${paths.events}?device=${phone.deviceId}`,
      cookie,
      onEvent(name) {
        if (name === 'poke') meter().pokes++
        wake()
      },
      onEnd: () => {
        if (!isStopped) setTimeout(listen, reopenAfter).unref()
      },
    })
  }

  return {
    member,
    phone,
    wake,
    listen,
    isListening: () => stream?.isOpen ?? false,
    stop() {
      isStopped = true
      clearTimeout(timer)
      stream?.close()
      return speaking
    },
  }
}

function kindOf(error: unknown): string {
  if (error instanceof NoReply) return String(error.status)
  if (!(error instanceof Error)) return 'unknown'
  const cause = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : undefined
  return cause ?? error.name
}
