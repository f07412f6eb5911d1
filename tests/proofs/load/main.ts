// npm run proof:load [-- --phones N --seconds S --database sqlite|postgres|postgres://… --servers M]: N phones work, the
// server is started anew, all of them come back at once. The phones share the machine with the server. Prints figures
// and ends with 1 when anything was lost or doubled.
import { parseArgs } from 'node:util'
import { startPostgres } from '../../support/postgres.ts'
import { load, type PhaseFigures } from './load.ts'

const { values } = parseArgs({
  options: {
    phones: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    database: { type: 'string' },
    servers: { type: 'string' },
  },
})
const phones = Number(values.phones ?? 2_000)
const seconds = Number(values.seconds ?? 30)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const servers = Number(values.servers ?? 1)
const database = values.database ?? (servers > 1 ? 'postgres' : 'sqlite')

const postgres = database === 'postgres' ? await startPostgres() : undefined
try {
  const databaseUrl = postgres ? await postgres.createDatabase('load') : database
  const place = /^postgres/.test(databaseUrl) ? { databaseUrl } : {}
  console.log(`${phones} phones, ${servers} server(s), ${database}, seed ${seed}`)
  const figures = await load({ phones, seconds, seed, servers, ...place })
  const { work, herd, memory, outcomes, wrongs, passed } = figures
  print('work', work)
  print('herd after a restart', herd)
  console.log('\nmemory of the server, MB')
  console.table(memory)
  if (passed.length > 0) console.log(`requests to each server: ${passed.join(' · ')}`)
  const { commands, lost, doubled, streams, moved, unheard } = figures
  console.table({ streams, moved, unheard, commands, ...outcomes, lost, doubled, wrongs: wrongs.length })
  for (const wrong of wrongs.slice(0, 20)) console.log(`  ${wrong}`)
  if (wrongs.length > 0 || lost > 0 || doubled > 0) process.exitCode = 1
} finally {
  await postgres?.stop()
}

function print(name: string, { errors, ...figures }: PhaseFigures): void {
  console.log(`\n${name}`)
  console.table(figures)
  console.log('errors', errors)
}
