// The demo ward, made once before the journeys: making it takes seconds, and each server begins with a copy of its own
// (serverProcess.ts).
import { startServer } from './serverProcess.ts'

export async function setup(): Promise<() => Promise<void>> {
  const server = await startServer({ args: ['--demo'] })
  await server.stop()
  process.env['MADE_DEMO'] = `${server.dataDir}-demo`
  return () => server.remove()
}
