// npm run proof:kill [-- --runs N --seed S]: the server, on SQLite and on PostgreSQL, is killed N times under load, and a
// browser N times while a person types and while it sends.
// Prints figures and ends with 1 when anything was lost or doubled.
import { parseArgs } from 'node:util'
import { startPostgres } from '../../support/postgres.ts'
import { killBrowser, type BrowserKillFigures } from './killBrowser.ts'
import { killServer, type KillFigures } from './killServer.ts'

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } })
const kills = Number(values.runs ?? 25)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const phones = 15

console.log(`The server is killed ${kills} times under the load of ${phones} phones (seed ${seed}).`)
const postgres = await startPostgres()
try {
  report('SQLite', await killServer({ kills, phones, seed }))
  const databaseUrl = await postgres.createDatabase('kill')
  report('PostgreSQL', await killServer({ kills, phones, seed, databaseUrl }))
} finally {
  await postgres.stop()
}
report('Chromium', await killBrowser({ kills, seed }))

function report(place: string, figures: KillFigures | BrowserKillFigures): void {
  const { wrongs, ...counts } = figures
  const { outcomes, ...others } = 'outcomes' in counts ? counts : { ...counts, outcomes: {} }
  console.log(`\n${place}`)
  console.table({ ...others, ...outcomes, wrongs: wrongs.length })
  for (const wrong of wrongs.slice(0, 20)) console.log(`  ${wrong}`)
  if (wrongs.length + figures.lost + figures.doubled > 0) process.exitCode = 1
}
