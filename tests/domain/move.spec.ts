import { describe, expect, it } from 'vitest'
import { carryOut, parseCommand, type CommandArgs } from '#domain/commands.ts'
import { maxMoved } from '#domain/move.ts'
import {
  aCommand,
  aDossier,
  aManager,
  anAssist,
  anId,
  aResident,
  aTeam,
  aVolunteer,
  aWorld,
  ids,
  rowsOf,
} from '../support/builders.ts'

const rows = rowsOf({
  units: [aTeam(), aTeam({ id: ids.otherTeam }), aTeam({ id: ids.ward, kind: 'ward' })],
  residents: [aResident()],
  assists: [anAssist(), anAssist({ id: anId(18), teamId: ids.otherTeam })],
  dossiers: [aDossier()],
  notes: [{ id: ids.assist, teamId: ids.team, text: 'gọi lại' }],
})
const all = {
  toTeamId: ids.otherTeam,
  residentIds: [ids.resident],
  assistIds: [ids.assist],
  dossierIds: [ids.dossier],
  noteIds: [ids.assist],
}
const move = (args: Partial<CommandArgs<'moveRecords'>> = {}, actor = aManager()) =>
  carryOut(aCommand('moveRecords', { ...all, ...args }), aWorld({ rows, actor }))

describe('moving records', () => {
  it('changes their team and nothing else', () => {
    const { outcome, writes } = move()
    expect(outcome).toBe('applied')
    expect(writes.map(({ table, row }) => [table, row])).toEqual([
      ['residents', { ...aResident(), teamId: ids.otherTeam }],
      ['assists', { ...anAssist(), teamId: ids.otherTeam }],
      ['dossiers', { ...aDossier(), teamId: ids.otherTeam }],
      ['notes', { id: ids.assist, teamId: ids.otherTeam, text: 'gọi lại' }],
    ])
  })

  it('leaves alone what is there already', () => {
    const nothing = { residentIds: [], dossierIds: [], noteIds: [] }
    expect(move({ ...nothing, assistIds: [anId(18)] }).writes).toEqual([])
  })

  it('is refused to a lead of both teams, to the ward itself, and for what nobody knows', () => {
    const lead = aVolunteer({ role: 'lead', teamIds: [ids.team, ids.otherTeam] })
    expect(() => move({}, lead)).toThrow('notAllowed')
    expect(() => move({ toTeamId: ids.ward })).toThrow('teamMissing')
    expect(() => move({ noteIds: [anId(404)] })).toThrow('rowUnknown')
  })

  it('takes no more than it can hold', () => {
    const tooMany = Array.from({ length: maxMoved + 1 }, (_, n) => anId(n))
    const command = { id: anId(1), name: 'moveRecords', at: 0, base: 0, args: { ...all, assistIds: tooMany } }
    expect(() => parseCommand(command)).toThrow('argumentsMalformed')
  })
})
