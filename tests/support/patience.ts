import { vi } from 'vitest'

/** Until the check passes. Nothing is proven by being quick, and the machine may have other work. */
export function waitFor<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 60_000 })
}
