// What the server answers besides its own routes: the page, headers, the OpenAPI document, and paths that are none.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { paths } from '#protocol/paths.ts'
import { createApp } from '../../src/server/createApp.ts'
import { aServer, type Browser, type TestServer } from '../support/server.ts'

let server: TestServer
let browser: Browser
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'to-so-pages-'))
  const pagesDir = join(folder, 'dist')
  mkdirSync(join(pagesDir, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(pagesDir, 'index.html'), '<!doctype html><title>Tổ Số</title>')
  writeFileSync(join(pagesDir, 'sw.js'), '// worker')
  writeFileSync(join(pagesDir, 'assets', 'main-1a2b3c.js'), 'const a = 1;'.repeat(200))
  server = await aServer({ pagesDir })
  browser = server.browser()
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the page', () => {
  it('is given for every place inside it, and asked for anew each time', async () => {
    for (const path of ['/', '/assists/01900000', '/dashboard?from=2022-01-01']) {
      const { status, headers, body } = await browser.request('GET', path)
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-cache'])
      expect(body).toContain('<title>Tổ Số</title>')
    }
    expect((await browser.request('GET', '/sw.js')).headers.get('cache-control')).toBe('no-cache')
  })

  it('keeps what has a hash in its name, and answers an ETag by 304', async () => {
    const first = await browser.fetch('/assets/main-1a2b3c.js', { headers: { 'accept-encoding': 'br' } })
    expect(first.headers.get('cache-control')).toContain('immutable')
    expect(first.headers.get('content-encoding')).toBe('br')
    const etag = first.headers.get('etag') ?? ''
    expect(
      (await browser.fetch('/assets/main-1a2b3c.js', { headers: { 'if-none-match': etag } })).status,
    ).toBe(304)
  })

  it.each(['/assets/old-9z.js', '/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt'])(
    'has no %s',
    async (path) => {
      const answer = await browser.fetch(path)
      expect(await answer.text()).not.toContain('secret')
      if (path.includes('assets')) expect(answer.status).toBe(404)
    },
  )

  it('comes with a policy that loads nothing from elsewhere', async () => {
    const { headers } = await browser.request('GET', '/')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toMatch(/https?:|\*|unsafe-inline|'unsafe-eval'/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('the api', () => {
  it('answers a path that is none by a problem, and lets nothing be stored', async () => {
    for (const path of ['/api', '/api/nothing', '/api/../api/nothing']) {
      const { status, headers, body } = await browser.request('GET', path)
      expect([status, body.problem.code]).toEqual([404, 'notFound'])
      expect(headers.get('cache-control')).toBe('no-store')
    }
  })

  it('is described whole by its OpenAPI document', async () => {
    const { body } = await browser.request('GET', '/api/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    const mounted = createApp(server.context)
      .routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(described.sort()).toEqual([...new Set(mounted)].sort())
    const named = Object.values(paths).map((path) => path.replace(/:(\w+)/g, '{$1}'))
    expect(Object.keys(body.paths as object).sort()).toEqual([...new Set(named)].sort())
    expect(body.paths['/api/sync'].post.requestBody.content['application/json'].schema.required).toContain(
      'commands',
    )
  })

  it('says whether it works', async () => {
    expect((await browser.request('GET', '/api/health')).body).toMatchObject({ ok: true, isSetUp: false })
  })
})
