import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../src/server/config.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'to-so-config-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const read = (env: Record<string, string>, args: string[] = []) =>
  readConfig({ DATA_DIR: folder, ...env }, args)

describe('a wrong setting is said in one sentence that names it', () => {
  it.each([
    [{ PORT: 'eighty' }, 'PORT is "eighty", but it must be a whole number from 1 to 65535.'],
    [{ PORT: '70000' }, 'PORT is "70000"'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must be like postgres://'],
    [{ PUBLIC_URL: 'toso.example.vn' }, 'PUBLIC_URL is "toso.example.vn"'],
    [{ PUBLIC_URL: 'https://toso.example.vn/app' }, 'with no path behind it'],
    [{ TLS_CERT: '/nowhere.pem' }, 'TLS_CERT and TLS_KEY belong together'],
    [
      { TLS_CERT: '/nowhere.pem', TLS_KEY: '/nowhere.key' },
      'TLS_CERT is "/nowhere.pem", but that file cannot be read.',
    ],
    [{ MASTER_KEY: 'short' }, 'MASTER_KEY must be 32 random bytes in base64'],
    [{ DATA_DIR: `${import.meta.filename}/data` }, 'but nothing can be written there.'],
  ])('%j', (env, sentence) => {
    expect(() => read(env)).toThrow(ConfigError)
    expect(() => read(env)).toThrow(sentence)
  })

  it('an option that is none', () => {
    expect(() => read({}, ['--dem'])).toThrow('"--dem" is not an option')
  })

  it('a demo, whose passwords are known, for others than this machine', () => {
    expect(() => read({ HOST: '0.0.0.0' }, ['--demo'])).toThrow('listens on 127.0.0.1')
    expect(read({}, ['--demo'])).toMatchObject({ host: '127.0.0.1', demo: true })
  })

  it('a key file that was cut off', () => {
    const other = mkdtempSync(join(tmpdir(), 'to-so-config-'))
    writeFileSync(join(other, 'master.key'), 'abc')
    expect(() => read({ DATA_DIR: other })).toThrow('must hold 32 bytes in base64')
    rmSync(other, { recursive: true })
  })
})

describe('without settings', () => {
  it('it listens on 8080 with SQLite in ./data', () => {
    expect(read({})).toMatchObject({ port: 8080, databaseUrl: undefined, publicUrl: 'http://localhost:8080' })
    expect(readConfig({ DATA_DIR: folder }).dataDir).toBe(folder)
  })

  it('the key is made once, for the server’s user alone', () => {
    const first = read({}).masterKey
    expect(first).toHaveLength(32)
    expect(read({}).masterKey).toEqual(first)
    expect(statSync(join(folder, 'master.key')).mode & 0o077).toBe(0)
  })
})
