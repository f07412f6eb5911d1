import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/server/config.ts'
import { ConfigError } from '../../src/server/configError.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'to-so-config-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const read = (env: Record<string, string>, args: string[] = []) =>
  readConfig({ DATA_DIR: folder, ...env }, args)

const aKey = Buffer.alloc(32, 7).toString('base64')
/** Of a key that was thrown away. */
const aCertificate = `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUL2Bo6ObdCnJtRGB1YspdEhtd5LAwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJdG9zby50ZXN0MCAXDTI2MTEyNDEyMzUxNVoYDzIxMjYxMDMx
MTIzNTE1WjAUMRIwEAYDVQQDDAl0b3NvLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAST/KgqTM79OG7i6jCYw31qAtxxtvzRW0jQykVpH0agPBFS5iIwlKH4
aA8fJzbZSOHBXazTqHM7YJiLwEmmYVtYo1MwUTAdBgNVHQ4EFgQUEQFclfu1JZDj
qJbJPVGnV0mi1lcwHwYDVR0jBBgwFoAUEQFclfu1JZDjqJbJPVGnV0mi1lcwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAst1IBYmZSWZuHUCOOemk
2SdLrepm0hfMWV8bH5Ojx9ICIE8LmD+2o4b5T/OjnFU0Hut5BAqVLuVVH2t2gAeB
MRUJ
-----END CERTIFICATE-----
`

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
    [
      { TLS_CERT: import.meta.filename, TLS_KEY: import.meta.filename },
      `TLS_CERT is "${import.meta.filename}", but that is no certificate in PEM`,
    ],
    [{ MASTER_KEY: 'short' }, 'MASTER_KEY must be 32 random bytes in base64'],
    [{ DATA_DIR: `${import.meta.filename}/data` }, 'but nothing can be written there.'],
    [{ DATA_DIR: `${import.meta.filename}/data`, MASTER_KEY: aKey }, 'but nothing can be written there.'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud", but it must be one of error, warn, info, debug.'],
    [{ MAX_IN_WORK: '0' }, 'MAX_IN_WORK is "0", but it must be a whole number from 1 to 99999.'],
    [{ MAX_IN_WORK: 'many' }, 'MAX_IN_WORK is "many"'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY is "yes", but it must be the number of proxies in front, 0 to 9.'],
  ])('%j', (env, sentence) => {
    expect(() => read(env)).toThrow(ConfigError)
    expect(() => read(env)).toThrow(sentence)
  })

  it('a key that belongs to another certificate', () => {
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeFileSync(cert, aCertificate)
    writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(() => read({ TLS_CERT: cert, TLS_KEY: key })).toThrow(
      `TLS_KEY is "${key}", but that is no key in PEM for the certificate of TLS_CERT`,
    )
  })

  it('an option that is none', () => {
    expect(() => read({}, ['--dem'])).toThrow('"--dem" is not an option')
  })

  it('a demo, whose passwords are known, for others than this machine', () => {
    expect(() => read({ HOST: '0.0.0.0' }, ['--demo'])).toThrow('listens on 127.0.0.1')
    expect(read({}, ['--demo'])).toMatchObject({ host: '127.0.0.1', demo: true })
  })

  it('a demo on a database, which could be the real one', () => {
    expect(() => read({ DATABASE_URL: 'postgres://x@y/z' }, ['--demo'])).toThrow(
      'DATABASE_URL is set, but the demo keeps to a folder of its own; start it without.',
    )
  })

  it('a master key that is a folder', () => {
    const other = mkdtempSync(join(tmpdir(), 'to-so-config-'))
    mkdirSync(join(other, 'master.key'))
    expect(() => read({ DATA_DIR: other })).toThrow(ConfigError)
    expect(() => read({ DATA_DIR: other })).toThrow(
      `"${join(other, 'master.key')}" must be the file of the master key, but cannot be read`,
    )
    rmSync(other, { recursive: true })
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

  it('the demo keeps beside the real data, with a key of its own', () => {
    const demo = read({ DATA_DIR: join(folder, 'real'), MASTER_KEY: aKey }, ['--demo'])
    expect(demo.dataDir).toBe(join(folder, 'real-demo'))
    expect(demo.masterKey.toString('base64')).not.toBe(aKey)
    expect(existsSync(join(folder, 'real'))).toBe(false)
  })

  it('the key is made once, for the server’s user alone, in a folder for them alone', () => {
    const dataDir = join(folder, 'new')
    const first = read({ DATA_DIR: dataDir }).masterKey
    expect(first).toHaveLength(32)
    expect(read({ DATA_DIR: dataDir }).masterKey).toEqual(first)
    expect(statSync(join(dataDir, 'master.key')).mode & 0o077).toBe(0)
    expect(statSync(dataDir).mode & 0o077).toBe(0)
  })

  it('the folder is for the server’s user alone where the key is given, too', () => {
    const dataDir = join(folder, 'given')
    expect(read({ DATA_DIR: dataDir, MASTER_KEY: aKey }).masterKeyFrom).toBe('MASTER_KEY')
    expect(statSync(dataDir).mode & 0o077).toBe(0)
    expect(existsSync(join(dataDir, 'master.key'))).toBe(false)
  })

  it('nothing is kept in a folder by servers that are given the key and share a database', () => {
    const dataDir = join(folder, 'none')
    read({ DATA_DIR: dataDir, MASTER_KEY: aKey, DATABASE_URL: 'postgres://x@y/z' })
    expect(existsSync(dataDir)).toBe(false)
  })
})
