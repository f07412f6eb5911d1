// The small world of the tests: one ward, two teams, a few people.
import type { Assist, AssistItem } from '#domain/assist.ts'
import type { Command, CommandArgs, CommandName, World } from '#domain/commands.ts'
import type { Rows } from '#domain/command.ts'
import type { Dossier } from '#domain/dossier.ts'
import type { Actor } from '#domain/permissions.ts'
import type { Procedure } from '#domain/procedure.ts'
import type { Resident } from '#domain/resident.ts'
import { rowKey, type Row, type TableName, type Tables } from '#domain/tables.ts'
import type { Unit } from '#domain/unit.ts'

/** The nth id: a lower-case UUID that sorts by n. */
export function anId(n: number): string {
  return `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
}

export const ids = {
  ward: anId(1),
  team: anId(2),
  otherTeam: anId(3),
  volunteer: anId(4),
  colleague: anId(5),
  procedure: anId(6),
  resident: anId(7),
  assist: anId(8),
  dossier: anId(9),
}

export const noon = Date.UTC(2026, 10, 20, 5)
export const today = '2026-11-20'

export const aTeam = (fields: Partial<Unit> = {}): Unit => ({
  id: ids.team,
  kind: 'neighbourhood',
  name: 'Khu phố Đệ Đức 1',
  code: null,
  parentId: ids.ward,
  validFrom: '2022-01-01',
  validTo: null,
  ...fields,
})

export const aProcedure = (fields: Partial<Procedure> = {}): Procedure => ({
  id: ids.procedure,
  code: '1.001193',
  name: 'Đăng ký khai sinh',
  field: 'Hộ tịch',
  level: 4,
  time: 'Trong ngày',
  fee: null,
  channels: ['online'],
  papers: 'Giấy chứng sinh',
  validFrom: '2022-01-01',
  validTo: null,
  ...fields,
})

const consent = { textVersion: '2026-1', on: today, method: 'spoken' as const, memberId: ids.volunteer }

export const aResident = (fields: Partial<Resident> = {}): Resident => ({
  id: ids.resident,
  teamId: ids.team,
  name: 'Trần Văn Mẫu',
  birthYear: 1985,
  phone: '0912345678',
  idHash: null,
  idLastFour: null,
  consents: { keepRecord: consent },
  ...fields,
})

export const anAssist = (fields: Partial<Assist> = {}): Assist => ({
  id: ids.assist,
  teamId: ids.team,
  memberId: ids.volunteer,
  on: today,
  place: 'home',
  helpMode: null,
  residentId: ids.resident,
  items: {},
  withdrawn: null,
  ...fields,
})

export const aDossier = (fields: Partial<Dossier> = {}): Dossier => ({
  id: ids.dossier,
  teamId: ids.team,
  assistId: ids.assist,
  procedureId: ids.procedure,
  level: 4,
  code: null,
  paidOnline: false,
  byPost: false,
  eCertified: false,
  state: 'registered',
  dueOn: null,
  ...fields,
})

export const anAccountItem = (account: 'nationalPortal' | 'vneidLevel2' = 'nationalPortal'): AssistItem => ({
  kind: 'account',
  account,
})

export const aVolunteer = (fields: Partial<Actor> = {}): Actor => ({
  memberId: ids.volunteer,
  role: 'volunteer',
  teamIds: [ids.team],
  ...fields,
})

export const aManager = (): Actor => ({ memberId: anId(99), role: 'manager', teamIds: [] })

/** The rows that a command can find. */
export function rowsOf(rows: { [T in TableName]?: readonly Tables[T][] }): Rows {
  const byKey = new Map<string, Row>()
  for (const [table, list] of Object.entries(rows)) {
    for (const row of list) byKey.set(rowKey(table as TableName, row.id), row)
  }
  return {
    find: <T extends TableName>(table: T, id: string) =>
      byKey.get(rowKey(table, id)) as Tables[T] | undefined,
  }
}

export const aWorld = (fields: Partial<World> = {}): World => ({
  actor: aVolunteer(),
  rows: rowsOf({ units: [aTeam()], procedures: [aProcedure()], residents: [aResident()] }),
  at: noon,
  today,
  ...fields,
})

export function aCommand<N extends CommandName>(
  name: N,
  args: CommandArgs<N>,
  fields: { id?: string; base?: number; at?: number } = {},
): Command {
  return { id: anId(1000), at: noon, base: 0, ...fields, name, args }
}

/** Arguments of an assist of a new resident with one account; `fields` replace parts of it. */
export const anAssistToRecord = (
  fields: Partial<CommandArgs<'recordAssist'>> = {},
): CommandArgs<'recordAssist'> => {
  const { id: residentId, teamId: _team, ...residentFields } = aResident({ id: anId(70), name: 'Lê Thị Thử' })
  return {
    assistId: ids.assist,
    teamId: ids.team,
    on: today,
    place: 'home',
    helpMode: null,
    resident: { kind: 'new', residentId, fields: residentFields },
    items: { [anId(80)]: anAccountItem() },
    dossiers: [],
    note: null,
    ...fields,
  }
}
