// npm run proof:kill [-- --runs N --seed S]: the server, on SQLite and on PostgreSQL, is killed N times under load.
// Prints figures and ends with 1 when anything was lost or doubled.
import { parseArgs } from 'node:util'
import { startPostgres } from '../../support/postgres.ts'
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

function report(place: string, figures: KillFigures): void {
  const { wrongs, outcomes, ...counts } = figures
  console.log(`\n${place}`)
  console.table({ ...counts, ...outcomes, wrongs: wrongs.length })
  for (const wrong of wrongs.slice(0, 20)) console.log(`  ${wrong}`)
  if (wrongs.length > 0 || figures.lost > 0 || figures.doubled > 0) process.exitCode = 1
}
