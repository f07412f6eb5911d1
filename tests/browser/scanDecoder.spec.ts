// How well the code of a card is read in a real browser, by the very decoder that the camera's frames go to: clean, and
// with everything that spoils a picture at a door.
import { afterEach, describe, expect, it } from 'vitest'
import { readIdCard } from '#domain/idCard.ts'
import { openDecoder } from '../../src/client/scan/decoder.ts'
import { seeCard, type Grey, type Sight } from '../support/cardFrames.ts'

const text =
  '052085000123|211000123|Trần Văn Mẫu|15031985|Nam|Khu phố Đệ Đức 1, Hoài Tân, Hoài Nhơn, Bình Định|10052021'

function toBitmap({ width, height, pixels }: Grey): Promise<ImageBitmap> {
  const colours = new Uint32Array(pixels.length)
  for (let at = 0; at < pixels.length; at++) colours[at] = 0xff000000 + (pixels[at] ?? 0) * 0x010101
  return createImageBitmap(new ImageData(new Uint8ClampedArray(colours.buffer), width, height))
}

let time = 0

/** The camera looks in two ways, one after the other. */
async function isRead(sight: Sight): Promise<boolean> {
  const [decoder, picture] = await Promise.all([openDecoder(), toBitmap(seeCard(text, sight))])
  const begun = performance.now()
  const texts = [...(await decoder.readFrame(picture)), ...(await decoder.readFrame(picture))]
  const looks = 2
  time += (performance.now() - begun) / looks
  picture.close()
  return texts.includes(text)
}

const sights: Record<string, readonly Sight[]> = {
  clean: [160, 240, 320, 480].map((side) => ({ side })),
  small: [70, 85, 100, 115, 130].map((side) => ({ side, noise: 6 })),
  blurred: [1, 1.5, 2, 2.5, 3].map((blur) => ({ side: 320, blur, noise: 4 })),
  turned: [8, 30, 45, 90, 200].map((turn) => ({ side: 260, turn, noise: 4 })),
  tilted: [0.2, 0.35, 0.5, 0.65, 0.8].map((tilt) => ({ side: 300, tilt, turn: 6, noise: 4 })),
  'under a lamp': [0.4, 0.6, 0.75, 0.9, 1].map((glare) => ({ side: 300, glare, noise: 4 })),
  'in a dark room': [0.5, 0.35, 0.25, 0.18, 0.12].map((light) => ({ side: 280, light, noise: 7 })),
  'off the middle': [60, 120, 180, 240, 300].map((x) => ({ side: 240, aside: [x, x / 4], noise: 4 })),
  'all at once': [140, 180, 220, 260, 300].map((side) => ({
    ...{ side, blur: side / 320, turn: 12, tilt: 0.25, glare: 0.4, light: 0.6, noise: 6 },
  })),
}

describe('the code of a card', () => {
  it('is read clean, and mostly where the picture is bad', async () => {
    let [read, all] = [0, 0]
    for (const [what, some] of Object.entries(sights)) {
      const found: boolean[] = []
      for (const sight of some) found.push(await isRead(sight))
      const count = found.filter(Boolean).length
      console.log(`${what}: ${count} of ${some.length}  ${found.map((one) => (one ? '+' : '–')).join('')}`)
      if (what === 'clean') expect(count).toBe(some.length)
      else [read, all] = [read + count, all + some.length]
    }
    const each = (time / (all + 4)).toFixed(0)
    console.log(`bad pictures read: ${read} of ${all}; ${each} ms for a look`)
    expect(read / all).toBeGreaterThanOrEqual(0.85)
  }, 60_000)

  it('is found in a photo of which it is a small part', async () => {
    const picture = await toBitmap(
      seeCard(text, { width: 3_000, height: 2_000, side: 360, turn: 4, noise: 4 }),
    )
    expect(await (await openDecoder()).readPhoto(picture)).toEqual([text])
  })
})

describe('a browser with a reader of its own', () => {
  afterEach(() => {
    globalThis.BarcodeDetector = undefined
  })

  /** One that sees whatever it is told to. */
  function aBrowserThatSees(...rawValues: string[]) {
    globalThis.BarcodeDetector = class {
      static getSupportedFormats = async () => ['qr_code']
      detect = async () => rawValues.map((rawValue) => ({ rawValue }))
    }
  }

  it('is believed', async () => {
    aBrowserThatSees('another text')
    const decoder = await openDecoder()
    expect(await decoder.readFrame(await toBitmap(seeCard(text, { side: 320 })))).toEqual(['another text'])
  })

  it('is helped where it takes the bytes for another charset', async () => {
    const latin = [...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte)).join('')
    aBrowserThatSees(latin)
    const picture = await toBitmap(seeCard(text, { side: 320 }))
    const texts = await (await openDecoder()).readFrame(picture)
    expect(texts.map((one) => readIdCard(one, '2026-11-24').name)).toEqual(['Trần Văn Mẫu'])
  })

  it('is helped where it finds nothing in a photo', async () => {
    aBrowserThatSees()
    expect(await (await openDecoder()).readPhoto(await toBitmap(seeCard(text, { side: 320 })))).toEqual([
      text,
    ])
  })
})
