// Builds the page when it is missing or older than what it is made of, so that `npm start` works on a fresh clone.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'

const made = 'dist/index.html'
const sources = [
  'src/client',
  'src/domain',
  'src/protocol',
  'src/service-worker',
  'public',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
]

function newest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(`${path}/${name}`)))
}

if (newest(made) < Math.max(...sources.map(newest))) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    { stdio: 'inherit' },
  )
  process.exitCode = status ?? 1
}
