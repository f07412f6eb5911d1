/**
 * Which dossier has which code, so that a code is given once in a ward. `holds` is 0 while a dossier has its code no more,
 * and where another one had it first: such a pair from before today stands, and is not made worse.
 * Whether a visit was withdrawn is sealed in its row; the last command that withdrew or restored it says so as well.
 */
export const dossierCodes = {
  name: '0006-dossier-codes',
  statements(dialect: 'sqlite' | 'postgres'): string[] {
    const int = dialect === 'postgres' ? 'bigint' : 'integer'
    const strict = dialect === 'postgres' ? '' : ' strict, without rowid'
    const of = (name: string) => (dialect === 'postgres' ? `doc::jsonb ->> '${name}'` : `doc ->> '${name}'`)
    const withdrawals = `select h.ward_id, h.row_id, c.name, row_number() over
      (partition by h.ward_id, h.row_id order by h.ver desc) as turn
      from history h join commands c on c.ward_id = h.ward_id and c.command_id = h.command_id
      where h.tbl = 'assists' and h.path = 'withdrawn' and h.stood = 1`
    const coded = `select ward_id, row_id as dossier_id, ${of('assistId')} as assist_id, ${of('code')} as code
      from rows where tbl = 'dossiers' and ${of('code')} is not null`
    const standing = `select d.*, case when w.name = 'withdrawAssist' then 0 else 1 end as stands
      from (${coded}) as d left join (${withdrawals}) as w
      on w.turn = 1 and w.ward_id = d.ward_id and w.row_id = d.assist_id`
    return [
      `create table dossier_codes (ward_id text not null, dossier_id text not null, assist_id text not null, code text,
        holds ${int} not null, primary key (ward_id, dossier_id))${strict}`,
      `insert into dossier_codes (ward_id, dossier_id, assist_id, code, holds)
        select ward_id, dossier_id, assist_id, code,
        case when stands = 1 and row_number() over
          (partition by ward_id, code, stands order by dossier_id) = 1 then 1 else 0 end
        from (${standing}) as s`,
      'create unique index dossier_codes_held on dossier_codes (ward_id, code) where holds = 1',
      'create index dossier_codes_by_assist on dossier_codes (ward_id, assist_id)',
    ]
  },
}
