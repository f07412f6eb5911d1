// What a page tells the ward about what the ward told it, read from its requests.
import { gunzipSync } from 'node:zlib'
import type { Request } from 'playwright-core'
import { paths } from '#protocol/paths.ts'
import type { Answer, SyncRequest } from '#protocol/sync.ts'

/** None where the request is no exchange. What is long is sent gzipped. */
export function answersIn(request: Request): readonly Answer[] {
  const body = request.postDataBuffer()
  if (!body || new URL(request.url()).pathname !== paths.sync) return []
  const isPacked = request.headers()['content-encoding'] === 'gzip'
  const { answers } = JSON.parse((isPacked ? gunzipSync(body) : body).toString()) as SyncRequest
  return answers ?? []
}
