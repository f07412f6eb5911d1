/** Which command made a row; for the rows there are, the first one that wrote it. */
export const makers = {
  name: '0005-makers',
  statements(dialect: 'sqlite' | 'postgres'): string[] {
    const written =
      dialect === 'postgres'
        ? `select c.*, m ->> 'table' as tbl, m ->> 'id' as row_id from commands c, jsonb_array_elements(c.made::jsonb) m`
        : `select c.*, m.value ->> 'table' as tbl, m.value ->> 'id' as row_id from commands c, json_each(c.made) m`
    const first = `select ward_id, tbl, row_id, command_id, row_number() over
      (partition by ward_id, tbl, row_id order by received_at, seq) as turn from (${written}) as written`
    return [
      'alter table rows add column maker text',
      `update rows set maker = f.command_id from (${first}) as f where f.turn = 1
        and rows.ward_id = f.ward_id and rows.tbl = f.tbl and rows.row_id = f.row_id`,
    ]
  },
}
