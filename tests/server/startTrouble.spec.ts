import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/server/configError.ts'
import { sayWhyNot } from '../../src/server/startTrouble.ts'

const refused = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall })

describe('why the server does not start', () => {
  it('is said as it is where the host can mend it', () => {
    expect(sayWhyNot(new ConfigError('A sentence.'), {})).toBe('A sentence.')
  })

  it('is the port only when the port was asked for: files refuse with the same code', () => {
    expect(sayWhyNot(refused('EACCES', 'listen'), { PORT: '80' })).toBe(
      'PORT 80 may not be used by this user; choose one above 1023.',
    )
    expect(sayWhyNot(refused('EACCES', 'mkdir'), { PORT: '80' })).not.toContain('PORT')
    expect(sayWhyNot(refused('EADDRINUSE', 'listen'), {})).toContain('PORT 8080 is in use')
  })

  it('is the host when this machine has no such address', () => {
    const sentence = 'HOST is "192.0.2.1", but this machine has no such address.'
    expect(sayWhyNot(refused('EADDRNOTAVAIL', 'listen'), { HOST: '192.0.2.1' })).toBe(sentence)
  })

  it('is shown whole when it is a bug', () => {
    expect(sayWhyNot(new Error('bug'), {})).toContain('startTrouble.spec.ts')
  })
})
