// What is no request is refused at the door, so that nothing behind it meets a value that no database takes.
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { eventsQuerySchema } from '#protocol/events.ts'
import { plainText } from '#protocol/plainText.ts'
import { deepestArgs, syncRequestSchema } from '#protocol/sync.ts'
import { anId, noon } from '../support/builders.ts'

const aCommand = (fields: object = {}) => ({
  id: anId(1),
  seq: 1,
  name: 'recordAssist',
  args: {},
  at: noon,
  base: 0,
  ...fields,
})
const aRequest = (fields: object = {}, status: object = {}) => ({
  protocol: 1,
  deviceId: anId(2),
  epoch: null,
  commands: [aCommand()],
  cursors: { [`team:${anId(3)}`]: 7 },
  status: { unsent: 1, oldestUnsentAt: noon, appVersion: '1.0', now: noon, ...status },
  ...fields,
})
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

describe('a sync request', () => {
  it.each([
    ['one id for two commands', aRequest({ commands: [aCommand(), aCommand({ seq: 2 })] })],
    ['NUL in a name', aRequest({ commands: [aCommand({ name: 'a\0' })] })],
    ['NUL in the version', aRequest({}, { appVersion: '\0' })],
    ['more unsent than can be counted', aRequest({}, { unsent: 1e300 })],
    ['half of one unsent', aRequest({}, { unsent: 1.5 })],
    ['a base beyond what can be counted', aRequest({ commands: [aCommand({ base: 2 ** 53 })] })],
    ['a cursor beyond what can be counted', aRequest({ cursors: { [`team:${anId(3)}`]: 1e300 } })],
    ['a protocol before the first', aRequest({ protocol: 0 })],
    ['arguments too deep', aRequest({ commands: [aCommand({ args: nested(deepestArgs + 1) })] })],
    [
      'no arguments',
      aRequest({ commands: [aCommand({ args: undefined })].map(({ args: _, ...one }) => one) }),
    ],
  ])('with %s is none', (_what, request) => {
    expect(v.is(syncRequestSchema, request)).toBe(false)
  })

  it('is one with arguments of any shape, as each command is judged by itself', () => {
    for (const args of [null, 'text', { '\0': '\0' }, nested(deepestArgs)])
      expect(v.is(syncRequestSchema, aRequest({ commands: [aCommand({ args })] }))).toBe(true)
  })
})

describe('a plain text', () => {
  it('has no NUL and no more than its length', () => {
    expect(v.is(plainText(3), 'a\0')).toBe(false)
    expect(v.is(plainText(3), 'abcd')).toBe(false)
    expect(v.is(plainText(3), 'Lê\n')).toBe(true)
  })
})

describe('who listens for pokes', () => {
  it('may name a device, and nothing else in its place', () => {
    expect(v.is(eventsQuerySchema, { device: 'x' })).toBe(false)
    expect(v.is(eventsQuerySchema, { device: anId(1) })).toBe(true)
    expect(v.is(eventsQuerySchema, {})).toBe(true)
  })
})
