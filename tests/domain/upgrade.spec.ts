import { describe, expect, it } from 'vitest'
import { steps, upgrade, type Steps } from '#domain/upgrade.ts'

/** What might have changed twice: a name, and then where the day stands. */
const twice: Steps = {
  1: (said) => (said.name === 'writeVisit' ? { ...said, name: 'recordAssist' } : said),
  2: ({ name, args }) => ({
    name,
    args: name === 'recordAssist' ? { ...(args as object), on: (args as { day: string }).day } : args,
  }),
}

describe('a command of an older version', () => {
  it('one back takes one step', () =>
    expect(upgrade({ name: 'recordAssist', args: { day: 'x' } }, 2, 3, twice)).toEqual({
      name: 'recordAssist',
      args: { day: 'x', on: 'x' },
    }))

  it('two back takes both, in their order', () =>
    expect(upgrade({ name: 'writeVisit', args: { day: 'x' } }, 1, 3, twice)).toEqual({
      name: 'recordAssist',
      args: { day: 'x', on: 'x' },
    }))

  it('is left alone where a step does not know it, and where a version has no step', () => {
    const said = { name: 'correctUnit', args: { changes: {} } }
    expect(upgrade(said, 1, 3, twice)).toEqual(said)
    expect(upgrade(said, 1, 3, {})).toEqual(said)
  })

  it('of today takes none', () => {
    const said = { name: 'writeVisit', args: null }
    expect(upgrade(said, 3, 3, twice)).toEqual(said)
  })

  it('of the first version says what the second does', () => {
    const said = { name: 'recordAssist', args: { day: 'x' } }
    expect(upgrade(said, 1, 2, steps)).toEqual(said)
  })
})
