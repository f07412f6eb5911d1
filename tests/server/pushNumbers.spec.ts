// Which number and which id a command comes under: what is sent twice, carried by another phone, missing before it or used
// already; on both databases.
import { describe, expect, it } from 'vitest'
import { aVolunteer, anAssistToRecord, anId, ids } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { aPushingWard, mine, theirs } from '../support/pushingWard.ts'
import { wordsOf } from '../support/syncingWard.ts'

const addressOf = bothDatabases()

describe.each(kinds)('on %s', (kind) => {
  const here = aPushingWard(() => addressOf(kind, 'numbers'))
  const { make, send, pullTeam } = here

  it('an unknown device and a gap among the numbers of a batch change nothing', async () => {
    const visit = (seq: number) => make(seq, 'recordAssist', anAssistToRecord())
    await expect(send(anId(404), [visit(1)])).rejects.toThrow('deviceUnknown')
    await expect(send(mine, [visit(1), visit(3)])).rejects.toThrow('requestMalformed')
    const first = visit(1)
    await send(mine, [first])
    await expect(send(mine, [first, visit(3)])).rejects.toThrow('requestMalformed')
    expect((await pullTeam())?.rows).toHaveLength(2)
  })

  it('a number that is missing before a batch is told as a gap, and nothing of the batch is decided', async () => {
    const visit = (seq: number) =>
      make(seq, 'recordAssist', anAssistToRecord({ assistId: anId(30 + seq), resident: { kind: 'none' } }))
    expect(await send(mine, [visit(2)])).toMatchObject({ gap: true, lastSeq: 0, outcomes: [] })
    await send(mine, [visit(1)])
    const reply = await send(mine, [visit(3), visit(4)])
    expect(reply).toMatchObject({ gap: true, fork: false, lastSeq: 1, outcomes: [], touched: [] })
    expect((await pullTeam())?.rows).toHaveLength(1)
    expect((await send(mine, [visit(2)])).gap).toBe(false)
  })

  it('what is sent twice is applied once and answered the same', async () => {
    const command = make(1, 'recordAssist', anAssistToRecord())
    const first = await send(mine, [command])
    const again = await send(mine, [
      command,
      make(2, 'withdrawAssist', { assistId: ids.assist, reason: 'nhầm' }),
    ])
    expect(again.outcomes[0]).toMatchObject({ id: command.id, seq: 1, outcome: 'applied' })
    expect(wordsOf(again)).toEqual(['applied', 'applied'])
    expect(first.outcomes[0]?.made.map(({ table }) => table).sort()).toEqual(['assists', 'residents'])
    expect((await pullTeam())?.rows).toHaveLength(2)
  })

  it('a command that another phone carried here counts once', async () => {
    const command = make(1, 'recordAssist', anAssistToRecord())
    await send(mine, [command])
    const carried = await send(theirs, [
      command,
      make(2, 'recordAssist', anAssistToRecord({ assistId: anId(34), resident: { kind: 'none' } })),
    ])
    expect(wordsOf(carried)).toEqual(['applied', 'applied'])
    expect(carried.lastSeq).toBe(2)
    expect((await pullTeam())?.rows).toHaveLength(3)
  })

  it('another command under a number already used is a copied phone', async () => {
    await send(mine, [make(1, 'recordAssist', anAssistToRecord())])
    const copy = await send(mine, [make(1, 'recordAssist', anAssistToRecord({ assistId: anId(35) }))])
    expect(copy).toMatchObject({ fork: true, outcomes: [] })
    expect((await pullTeam())?.rows).toHaveLength(2)
  })

  it('so is another command under the number of one that was carried here', async () => {
    const command = make(1, 'recordAssist', anAssistToRecord())
    await send(mine, [command])
    await send(theirs, [command])
    const copy = await send(theirs, [make(1, 'recordAssist', anAssistToRecord({ assistId: anId(35) }))])
    expect(copy).toMatchObject({ lastSeq: 1, fork: true, outcomes: [] })
  })

  it('another member who knows the id of a command is refused, and is told nothing of it', async () => {
    const command = make(1, 'recordAssist', anAssistToRecord())
    await send(mine, [command])
    const colleague = aVolunteer({ memberId: ids.colleague })
    const reply = await send(theirs, [{ ...command, args: {} }], colleague)
    expect(reply.outcomes).toEqual([
      { id: command.id, seq: 1, outcome: 'refused', problem: { code: 'notAllowed' }, made: [] },
    ])
    expect(await send(theirs, [command], colleague)).toMatchObject({
      lastSeq: 1,
      fork: false,
      outcomes: reply.outcomes,
    })
  })
})
