// The built page. Files with a hash in their name never change; the page and its service worker are asked for each time.
// Any other path is a place inside the page, except under /api and paths that look like a file.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { Hono, type Context } from 'hono'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
const fresh = 'no-cache'
const forever = 'public, max-age=31536000, immutable'

interface Page {
  readonly body: Buffer
  readonly type: string
  readonly etag: string
  /** By encoding, made when first asked for. */
  readonly packed: Map<string, Buffer>
}

/** Every file of a folder, held in memory: what is not in it cannot be asked for, however a path is written. */
export function pageRoutes(folder: string) {
  const pages = readPages(folder)
  return new Hono().get('*', (c) => {
    const { path } = c.req
    const page = pages.get(path) ?? (extname(path) === '' ? pages.get('/index.html') : undefined)
    if (!page || path === '/api' || path.startsWith('/api/')) return c.notFound()
    c.header('Cache-Control', path.startsWith('/assets/') ? forever : fresh)
    c.header('ETag', page.etag)
    c.header('Vary', 'Accept-Encoding')
    if (c.req.header('if-none-match') === page.etag) return c.body(null, 304)
    c.header('Content-Type', page.type)
    return c.body(pack(c, page))
  })
}

function readPages(folder: string): Map<string, Page> {
  if (!existsSync(folder)) return new Map()
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name)
      const body = readFileSync(file)
      const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
      const type = types[extname(name)] ?? 'application/octet-stream'
      return [
        `/${file.slice(join(folder, sep).length).split(sep).join('/')}`,
        { body, type, etag, packed: new Map() },
      ]
    }),
  )
}

function pack(c: Context, page: Page): Uint8Array<ArrayBuffer> {
  const accepted = c.req.header('accept-encoding') ?? ''
  const isText = /^text|json|svg|javascript|wasm/.test(page.type)
  const encoding = !isText ? undefined : ['br', 'gzip'].find((name) => accepted.includes(name))
  if (!encoding) return new Uint8Array(page.body)
  const packed = page.packed.get(encoding) ?? (encoding === 'br' ? brotli(page.body) : gzipSync(page.body))
  page.packed.set(encoding, packed)
  c.header('Content-Encoding', encoding)
  return new Uint8Array(packed)
}

function brotli(body: Buffer): Buffer {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
}
