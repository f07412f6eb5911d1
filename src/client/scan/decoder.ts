// Finds QR codes in pictures. The browser's own reader comes first where there is one; the one in wasm reads the bytes
// themselves, and therefore every accent: a code does not say its charset, and who guesses it guesses wrong.
import { isGarbled } from '#domain/idCard.ts'
import { Problem } from '#domain/problem.ts'
import { createEye, looksAtFrame, looksAtPhoto, sizeOf } from './looks.ts'
import { findNativeReader, type Picture, type Reader } from './native.ts'
import { loadWasm } from './wasmFile.ts'

export interface Decoder {
  /** The texts of the codes that are seen in what the camera shows now. */
  readFrame(picture: Picture): Promise<readonly string[]>
  readPhoto(picture: Picture): Promise<readonly string[]>
}

/** Throws `decoderMissing`: there is no reader in this browser, and the one in wasm is not here and cannot be fetched. */
export async function openDecoder(): Promise<Decoder> {
  const native = await findNativeReader()
  return native ? withHelp(native) : openWasmOnce()
}

/** What the browser's own reader garbles, or does not find in a photo, the other may read. */
function withHelp(native: Reader): Decoder {
  async function orByWasm(texts: readonly string[], read: (decoder: Decoder) => Promise<readonly string[]>) {
    try {
      return await read(await openWasmOnce())
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return texts
    }
  }
  return {
    async readFrame(picture) {
      const texts = await native(picture)
      return texts.every(isWhole) ? texts : orByWasm(texts, (decoder) => decoder.readFrame(picture))
    },
    async readPhoto(picture) {
      const texts = await native(picture)
      const isRead = texts.length > 0 && texts.every(isWhole)
      return isRead ? texts : orByWasm(texts, (decoder) => decoder.readPhoto(picture))
    },
  }
}

const isWhole = (text: string) => text !== '' && !isGarbled(text)

let opened: Promise<Decoder> | undefined

function openWasmOnce(): Promise<Decoder> {
  opened ??= openWasm().catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

async function openWasm(): Promise<Decoder> {
  const [{ prepareZXingModule, readBarcodes }, wasmBinary] = await Promise.all([
    import('zxing-wasm/reader'),
    loadWasm(),
  ])
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  const see = createEye()
  let frame = 0

  async function read(pixels: ImageData): Promise<readonly string[]> {
    const found = await readBarcodes(pixels, { formats: ['QRCode'], tryInvert: false, maxNumberOfSymbols: 4 })
    return found.map(({ bytes }) => toText(bytes))
  }

  return {
    readFrame(picture) {
      const looks = looksAtFrame(sizeOf(picture))
      const look = looks[frame++ % looks.length]
      return look ? read(see(picture, look)) : Promise.resolve([])
    },
    async readPhoto(picture) {
      for (const look of looksAtPhoto(sizeOf(picture))) {
        const texts = await read(see(picture, look))
        if (texts.length > 0) return texts
      }
      return []
    },
  }
}

/** What is no UTF-8 is no code of a card. */
function toText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return ''
  }
}
