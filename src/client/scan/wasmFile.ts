// What reads codes where the browser cannot: 950 kB of wasm (410 on the way), as much as all the rest of the app. It is
// not among what every phone must fetch with the app's shell. It has a cache of its own, filled by the first scan or ahead
// of it (keepDecoder.ts), and from then on codes are read without a network. Its name changes with its content, so that what
// is kept is never old; a newer one takes the place of the one before.
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { Problem } from '#domain/problem.ts'

const cacheName = 'to-so-decoder'

/** Throws `decoderMissing`. */
export async function loadWasm(): Promise<ArrayBuffer> {
  const kept = await (await openCache())?.match(wasmUrl)
  return (kept ?? (await fetchWasm())).arrayBuffer()
}

/** Fetches it for a time without a network, unless it is here. Throws `decoderMissing`. */
export async function keepWasm(): Promise<void> {
  const cache = await openCache()
  if (cache && !(await cache.match(wasmUrl))) await fetchWasm()
}

async function fetchWasm(): Promise<Response> {
  const answer = await fetch(wasmUrl).catch(() => undefined)
  // A network that wants a password first answers everything with a page of its own.
  if (!answer?.ok || answer.headers.get('Content-Type') !== 'application/wasm')
    throw new Problem('decoderMissing')
  await keep(answer.clone())
  return answer
}

/** A phone without room for it reads codes all the same. */
async function keep(answer: Response): Promise<void> {
  const cache = await openCache()
  if (!cache) return
  try {
    for (const old of await cache.keys()) await cache.delete(old)
    await cache.put(wasmUrl, answer)
  } catch {
    return
  }
}

async function openCache(): Promise<Cache | undefined> {
  try {
    return await caches.open(cacheName)
  } catch {
    return undefined
  }
}
