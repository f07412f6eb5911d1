// The initial JavaScript: what dist/index.html names and what that imports statically. Target 140 kB gzip, limit 170.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const targetKb = 140
const limitKb = 170

const html = readFileSync('dist/index.html', 'utf8')
const seen = new Map<string, number>()

function add(path: string): void {
  if (seen.has(path)) return
  const code = readFileSync(`dist${path}`)
  seen.set(path, gzipSync(code, { level: 9 }).length)
  for (const [, name] of code.toString().matchAll(/(?:import|from)\s*"\.\/([^"]+\.js)"/g))
    add(`/assets/${name}`)
}

for (const [, path] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)) if (path) add(path)
const kb = [...seen.values()].reduce((sum, bytes) => sum + bytes, 0) / 1000
console.log(
  `initial JavaScript ${kb.toFixed(1)} kB gzip in ${seen.size} files (target ${targetKb}, limit ${limitKb})`,
)
if (kb > limitKb) process.exitCode = 1
