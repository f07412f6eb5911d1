// Bodies may come gzipped. They are inflated no further than the limit, so that a small bomb cannot fill the memory; what
// is too large is `requestTooLarge` before anything is parsed.
import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from '#domain/problem.ts'

const inflate = promisify(gunzip)

export interface BodyLimits {
  /** Bytes as they travel. */
  readonly sent: number
  /** Bytes once inflated. */
  readonly inflated: number
}

/** Refuses what is longer than `sent` as it travels. */
export function limitBody({ sent }: BodyLimits): MiddlewareHandler {
  return bodyLimit({
    maxSize: sent,
    onError: () => {
      throw new Problem('requestTooLarge')
    },
  })
}

/** Replaces a gzipped request by the same one in plain. Another encoding is `requestMalformed`. */
export function inflateBody({ inflated }: BodyLimits): MiddlewareHandler {
  return async (c, next) => {
    const encoding = c.req.header('content-encoding')
    if (encoding !== undefined && encoding !== 'identity') {
      if (encoding !== 'gzip') throw new Problem('requestMalformed')
      const body = await inflateWithin(new Uint8Array(await c.req.arrayBuffer()), inflated)
      const headers = new Headers(c.req.raw.headers)
      headers.delete('content-encoding')
      headers.delete('content-length')
      c.req.raw = new Request(c.req.url, { method: c.req.method, headers, body: new Uint8Array(body) })
      c.req.bodyCache = {}
    }
    await next()
  }
}

async function inflateWithin(bytes: Uint8Array, limit: number): Promise<Buffer> {
  try {
    return await inflate(bytes, { maxOutputLength: limit })
  } catch (error) {
    const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new Problem(isTooLarge ? 'requestTooLarge' : 'requestMalformed')
  }
}
