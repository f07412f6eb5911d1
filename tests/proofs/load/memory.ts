// How much memory server processes hold, before, at the most, and after.
import { readFileSync } from 'node:fs'
import type { ServerProcess } from '../../support/serverProcess.ts'

/** Megabytes of all servers together; undefined where the system does not tell. */
export type Memory = Record<'before' | 'peak' | 'after', number | undefined>

export function watchMemory(servers: readonly ServerProcess[]) {
  const marks: Memory = {
    before: undefined,
    peak: undefined,
    after: undefined,
  }
  const now = () => {
    const parts = servers.map((server) => residentMegabytes(server.pid()))
    return parts.some((part) => part === undefined)
      ? undefined
      : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
  }
  const look = () => {
    const used = now()
    if (used !== undefined) marks.peak = Math.max(marks.peak ?? 0, used)
  }
  const timer = setInterval(look, 200)
  return {
    mark(name: 'before' | 'after') {
      marks[name] = now()
    },
    read: () => marks,
    stop: () => clearInterval(timer),
  }
}

function residentMegabytes(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024)
  } catch {
    return undefined
  }
}
