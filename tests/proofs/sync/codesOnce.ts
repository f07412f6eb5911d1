// A dossier code stands once in the ward, and what the server keeps beside the rows says the same as the rows.
import type { Assist } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import { standsIn } from '#domain/dossierCodes.ts'
import type { ServerSide } from './holdings.ts'
import type { World } from './world.ts'

export async function checkCodesOnce({ server, ward, tally }: World, { rows }: ServerSide): Promise<void> {
  const rowsOf = <R>(table: string) => rows.filter((one) => one.table === table).map(({ row }) => row as R)
  const assists = new Map(rowsOf<Assist>('assists').map((assist) => [assist.id, assist]))
  const holders = new Map<string, string>()
  for (const { id, code, assistId } of rowsOf<Dossier>('dossiers')) {
    const assist = assists.get(assistId)
    if (code === null || !assist || !standsIn(assist, id)) continue
    const other = holders.get(code)
    if (other !== undefined) throw new Error(`The code ${code} is on the dossiers ${other} and ${id}`)
    holders.set(code, id)
  }
  const { kysely } = server.context.db
  const kept = await kysely
    .selectFrom('dossier_codes')
    .select(['code', 'dossier_id'])
    .where('ward_id', '=', ward.wardId)
    .where('holds', '=', 1)
    .execute()
  const said = kept.map(({ code, dossier_id }) => `${code} ${dossier_id}`).sort()
  const found = [...holders].map(([code, id]) => `${code} ${id}`).sort()
  if (said.join() !== found.join())
    throw new Error(`The server keeps the codes ${said.join()}, its rows have ${found.join()}`)
  const refused = await kysely
    .selectFrom('commands')
    .select('command_id')
    .where('ward_id', '=', ward.wardId)
    .where('problem', 'like', '%dossierCodeTaken%')
    .execute()
  tally.count('codes that another has', refused.length)
}
