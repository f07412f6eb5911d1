import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { carryOut, commands, parseCommand } from '#domain/commands.ts'
import { feeOn, feesOn, papersOf, type Fee } from '#domain/guide.ts'
import { isInForce, levelNaming } from '#domain/procedure.ts'
import { aCommand, aManager, aProcedure, aWorld, ids, rowsOf } from '../support/builders.ts'

describe('a procedure', () => {
  const changed = aProcedure({ validFrom: '2025-07-01', validTo: '2026-06-30' })
  it.each([
    ['not before its first day', '2025-06-30', false],
    ['on its first day', '2025-07-01', true],
    ['on its last day', '2026-06-30', true],
    ['not after its last day', '2026-07-01', false],
  ])('is in force %s', (_when, day, expected) => expect(isInForce(changed, day)).toBe(expected))

  it('without a last day is in force for good', () =>
    expect(isInForce({ ...changed, validTo: null }, '2999-12-31')).toBe(true))
})

describe('a level', () => {
  it.each([
    ['2022-08-14', '2022-08-14', 'number'],
    ['2022-08-15', '2022-08-15', 'extent'],
    ['2022-01-01', '2022-06-30', 'number'],
    ['2022-08-15', '2022-09-30', 'extent'],
    ['2022-01-01', '2022-09-30', 'both'],
    ['2022-08-14', '2022-08-15', 'both'],
  ])('from %s to %s is called by %s', (from, to, naming) => expect(levelNaming(from, to)).toBe(naming))

  it('on one day has one name', () => {
    expect(levelNaming('2022-08-14')).toBe('number')
    expect(levelNaming('2026-11-20')).toBe('extent')
  })
})

describe('a fee', () => {
  const council = 'Theo nghị quyết HĐND tỉnh'
  const fees: Fee[] = [
    { channel: 'online', amount: council, from: '2022-01-01', to: '2023-02-04' },
    { channel: 'online', amount: '7.000 đồng', from: '2023-02-05', to: null, note: 'Trẻ em được miễn' },
    { channel: 'direct', amount: '15.000 đồng', from: '2023-02-05', to: null },
  ]
  const residence = aProcedure({
    channels: ['online', 'post', 'direct'],
    fee: '7.000 hoặc 15.000 đồng',
    fees,
  })

  it.each([
    ['online', '2021-12-31', undefined],
    ['online', '2022-01-01', council],
    ['online', '2023-02-04', council],
    ['online', '2023-02-05', '7.000 đồng'],
    ['online', '2026-11-20', '7.000 đồng'],
    ['direct', '2023-02-04', undefined],
    ['direct', '2026-11-20', '15.000 đồng'],
    ['post', '2026-11-20', undefined],
  ] as const)('%s on %s is %s', (channel, day, amount) =>
    expect(feeOn(residence, channel, day)?.amount).toBe(amount),
  )

  it('comes with what is to be said about it', () =>
    expect(feeOn(residence, 'online', '2026-11-20')?.note).toBe('Trẻ em được miễn'))

  it('that was set anew counts from its first day, though nobody ended the old one', () => {
    const anew: Fee = { channel: 'online', amount: '5.000 đồng', from: '2026-07-01', to: null }
    const changed = { ...residence, fees: [anew, ...fees] }
    expect(feeOn(changed, 'online', '2026-06-30')?.amount).toBe('7.000 đồng')
    expect(feeOn(changed, 'online', '2026-07-01')?.amount).toBe('5.000 đồng')
  })

  it('of a row from before the guide is the one that was printed, where the channel is open', () => {
    const before = aProcedure({ channels: ['online'], fee: 'Không thu' })
    expect(feeOn(before, 'online', '2026-11-20')).toEqual({ amount: 'Không thu' })
    expect(feeOn(before, 'direct', '2026-11-20')).toBeNull()
  })

  it('of which nothing was printed is not known, which is not the same as free', () =>
    expect(feeOn(aProcedure({ channels: ['online'], fee: null }), 'online', '2026-11-20')).toBeNull())
})

describe('the fees of a day', () => {
  const same = (channel: Fee['channel']): Fee => ({
    channel,
    amount: '50.000 đồng',
    from: '2022-01-01',
    to: null,
  })
  const procedure = aProcedure({ channels: ['online', 'post', 'direct'] })

  it('are said once for channels that cost the same', () => {
    const dearer: Fee = { ...same('post'), note: 'Chưa kể cước' }
    const told = feesOn({ ...procedure, fees: [same('online'), dearer, same('direct')] }, '2026-11-20')
    expect(told.map(({ channels, fee }) => [channels.join(), fee?.amount, fee?.note])).toEqual([
      ['online,direct', '50.000 đồng', undefined],
      ['post', '50.000 đồng', 'Chưa kể cước'],
    ])
  })

  it('tell of every channel, also of one of which nothing is known', () => {
    const told = feesOn({ ...procedure, fees: [same('online')] }, '2026-11-20')
    expect(told.map(({ channels, fee }) => [channels.join(), fee?.amount])).toEqual([
      ['online', '50.000 đồng'],
      ['post,direct', undefined],
    ])
  })
})

describe('papers', () => {
  it('are told one by one', () =>
    expect(papersOf({ paperList: ['Giấy chứng sinh', 'Tờ khai'], papers: 'cũ' })).toEqual([
      'Giấy chứng sinh',
      'Tờ khai',
    ]))

  it('of a row from before the guide are taken out of their line', () =>
    expect(papersOf({ papers: 'Giấy chứng sinh hoặc văn bản; tờ khai; ' })).toEqual([
      'Giấy chứng sinh hoặc văn bản',
      'Tờ khai',
    ]))

  it('may be none', () => expect(papersOf({ paperList: [], papers: '' })).toEqual([]))
})

describe('the guide of a procedure', () => {
  const world = aWorld({ actor: aManager(), rows: rowsOf({ procedures: [aProcedure()] }) })

  it('is not needed: a phone from before it still adds procedures', () => {
    const { id: procedureId, ...fields } = aProcedure()
    expect(v.safeParse(commands.addProcedure.args, { procedureId, ...fields }).success).toBe(true)
  })

  it('is added to a row from before it, and what such a phone corrects leaves it alone', () => {
    const guide = { whoMay: 'Cha hoặc mẹ', paperList: ['Giấy chứng sinh'], steps: ['Đọc lại'] }
    const add = aCommand('correctProcedure', { procedureId: ids.procedure, changes: guide })
    const added = carryOut(parseCommand(add), world).writes[0]?.row
    expect(added).toEqual({ ...aProcedure(), ...guide })
    const rename = aCommand('correctProcedure', { procedureId: ids.procedure, changes: { fee: 'Không thu' } })
    const rows = rowsOf({ procedures: [{ ...aProcedure(), ...guide }] })
    expect(carryOut(parseCommand(rename), { ...world, rows }).writes[0]?.row).toMatchObject({
      ...guide,
      fee: 'Không thu',
    })
  })

  it.each([
    ['https://dichvucong.gov.vn', true],
    ['https://dichvucong.gov.vn/p/home/dvc-chi-tiet.html?ma=1', true],
    ['', true],
    ['javascript:alert(1)', false],
    ['http://dichvucong.gov.vn', false],
    ['https://', false],
    [' https://dichvucong.gov.vn', false],
  ])('links to %s: %s', (portalUrl, expected) => {
    const args = { procedureId: ids.procedure, changes: { portalUrl } }
    expect(v.safeParse(commands.correctProcedure.args, args).success).toBe(expected)
  })
})
