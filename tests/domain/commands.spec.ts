// A command as it comes in from outside: what has no known name or another shape is refused before anything looks into it.
import { describe, expect, it } from 'vitest'
import { parseCommand } from '#domain/commands.ts'
import { anAssistToRecord, anId } from '../support/builders.ts'
import { aNewDossier } from '../support/newDossier.ts'

describe('at the door', () => {
  const raw = { id: anId(1), at: 0, base: 0 }
  it.each([
    ['an unknown name', { ...raw, name: 'dropEverything', args: {} }, 'commandUnknown'],
    ['a name from the prototype', { ...raw, name: 'constructor', args: {} }, 'commandUnknown'],
    [
      'arguments of another shape',
      { ...raw, name: 'recordAssist', args: { assistId: 7 } },
      'argumentsMalformed',
    ],
    [
      'a level that is neither 3 nor 4',
      {
        ...raw,
        name: 'recordAssist',
        args: anAssistToRecord({ dossiers: [aNewDossier({ level: 2 })] as never }),
      },
      'argumentsMalformed',
    ],
    [
      'a day that is not in the calendar',
      { ...raw, name: 'recordAssist', args: anAssistToRecord({ on: '2026-02-31' }) },
      'argumentsMalformed',
    ],
  ])('%s is refused', (_title, command, code) => expect(() => parseCommand(command)).toThrow(code))
})
