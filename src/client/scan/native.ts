// The browser's own reader of codes: Chrome on Android, macOS and ChromeOS has one. It gives text and no bytes.

interface BarcodeDetector {
  detect(picture: Picture): Promise<readonly { readonly rawValue: string }[]>
}

declare global {
  var BarcodeDetector:
    | {
        new (options: { formats: readonly string[] }): BarcodeDetector
        getSupportedFormats(): Promise<readonly string[]>
      }
    | undefined
}

export type Picture = HTMLVideoElement | ImageBitmap

export type Reader = (picture: Picture) => Promise<readonly string[]>

/** Undefined where the browser has none, or one that waits for a part of the system that is not there. */
export async function findNativeReader(): Promise<Reader | undefined> {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => undefined)) ?? []
  if (!globalThis.BarcodeDetector || !formats.includes('qr_code')) return undefined
  const detector = new globalThis.BarcodeDetector({ formats: ['qr_code'] })
  return async (picture) => {
    // It throws at pictures that it does not like, and where its part of the system has gone meanwhile.
    const found = await detector.detect(picture).catch(() => [])
    return found.map(({ rawValue }) => rawValue)
  }
}
