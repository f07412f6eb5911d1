// How a phone of the team fares, and which of them somebody should look at first.
import type { DeviceState } from '#protocol/devices.ts'

const day = 86_400_000
/** Work that waits no longer than this is on its way. */
const longWait = 3_600_000
/** A phone that is used speaks with the ward every day that there is a network. */
const longSilence = 3 * day

/**
 * `unsent`: work has waited on it for long; `busy`: it has work to send since a moment; `silent`: it has not been heard of for days; `review`: something was refused and nobody has
 * looked at it; `leaving`: it was told to send all and erase; `gone`: it has done so; `well`: nothing of this.
 */
export type DeviceCare = 'unsent' | 'silent' | 'review' | 'leaving' | 'busy' | 'gone' | 'well'

export function careOf(device: DeviceState, now: number): DeviceCare {
  if (device.erasedAt !== null) return 'gone'
  if (device.revokedAt !== null) return 'leaving'
  if (device.unsent > 0 && now - (device.oldestUnsentAt ?? 0) >= longWait) return 'unsent'
  if (daysSilent(device, now) !== undefined) return 'silent'
  if (device.review > 0) return 'review'
  return device.unsent > 0 ? 'busy' : 'well'
}

/** Whether somebody should look at it. */
export function isWorrying(device: DeviceState, now: number): boolean {
  return ['unsent', 'silent', 'review'].includes(careOf(device, now))
}

/** Whole days since it was last heard of, once they are too many. One that never spoke has nothing to lose. */
export function daysSilent({ lastContactAt }: DeviceState, now: number): number | undefined {
  if (lastContactAt === null || now - lastContactAt < longSilence) return undefined
  return Math.floor((now - lastContactAt) / day)
}

const order: readonly DeviceCare[] = ['unsent', 'silent', 'review', 'leaving', 'busy', 'well', 'gone']

/** What worries first: work that has waited longest, then the longest silence. */
export function worstFirst(devices: readonly DeviceState[], now: number): DeviceState[] {
  return [...devices].sort((a, b) => {
    const [cared, other] = [careOf(a, now), careOf(b, now)]
    if (cared !== other) return order.indexOf(cared) - order.indexOf(other)
    if (cared === 'unsent') return (a.oldestUnsentAt ?? now) - (b.oldestUnsentAt ?? now)
    return (a.lastContactAt ?? now) - (b.lastContactAt ?? now)
  })
}
