// What a camera sees of a card's QR code: the code of a text, drawn in grey with what spoils it. Everything comes from the
// numbers given, so the same sight is always the same picture. It needs neither a page nor Node.
import { encode } from 'uqr'

/** A picture in grey: one byte a pixel. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array<ArrayBuffer>
}

export interface Sight {
  readonly width?: number
  readonly height?: number
  /** How many pixels the code is wide. */
  readonly side: number
  /** How far its middle lies from the picture's, in pixels. */
  readonly aside?: readonly [x: number, y: number]
  /** Degrees. */
  readonly turn?: number
  /** How much nearer its upper edge is than its lower one; 0 is flat. */
  readonly tilt?: number
  /** Radius in pixels. */
  readonly blur?: number
  /** How much a lamp whitens it at its brightest, up to 1. */
  readonly glare?: number
  /** How bright the room is, up to 1. */
  readonly light?: number
  /** How far a pixel may be off, of 255. */
  readonly noise?: number
}

const dark = 45
const pale = 205
const ground = 178
/** The card around the code, with its fine lines. */
const card = (x: number, y: number) => ground + 14 * Math.sin(x / 5 + Math.sin(y / 17) * 3)

export function seeCard(text: string, sight: Sight): Grey {
  const { width = 1_280, height = 720, side, aside = [0, 0], tilt = 0, light = 1 } = sight
  const piece = drawPiece(text, sight, Math.ceil(side * (1.5 + 2 * tilt)))
  const pixels = new Uint8Array(width * height).fill(ground * light)
  const left = Math.round((width - piece.width) / 2 + aside[0])
  const top = Math.round((height - piece.height) / 2 + aside[1])
  for (let y = Math.max(0, -top); y < piece.height && y + top < height; y++) {
    const [from, to] = [Math.max(0, -left), Math.min(piece.width, width - left)]
    pixels.set(
      piece.pixels.subarray(y * piece.width + from, y * piece.width + to),
      (y + top) * width + left + from,
    )
  }
  return { width, height, pixels }
}

/** The code and a margin of the card around it. */
function drawPiece(text: string, sight: Sight, extent: number): Grey {
  const { side, turn = 0, tilt = 0 } = sight
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const [cos, sin] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)]
  const greyAt = (x: number, y: number): number => {
    const left = x - extent / 2
    const top = y - extent / 2
    const down = top * cos - left * sin
    const nearness = (1 + (tilt * down) / side) / side
    const column = Math.floor(((left * cos + top * sin) * nearness + 0.5) * size)
    const row = Math.floor((down * nearness + 0.5) * size)
    const module = data[row]?.[column]
    return module === undefined ? card(x, y) : module ? dark : pale
  }
  const pixels = new Uint8Array(extent * extent)
  for (let y = 0; y < extent; y++)
    for (let x = 0; x < extent; x++) pixels[y * extent + x] = meanAt(greyAt, x, y)
  return spoil(blurred({ width: extent, height: extent, pixels }, sight.blur ?? 0), sight)
}

/** A pixel gathers the light of its whole square. */
function meanAt(greyAt: (x: number, y: number) => number, x: number, y: number): number {
  const sum =
    greyAt(x + 0.25, y + 0.25) +
    greyAt(x + 0.75, y + 0.25) +
    greyAt(x + 0.25, y + 0.75) +
    greyAt(x + 0.75, y + 0.75)
  return sum / 4
}

/** Two passes of a mean over a square, which is nearly what a lens out of focus does. */
function blurred(picture: Grey, radius: number): Grey {
  if (radius === 0) return picture
  const once = (from: Grey) => meanAlong(meanAlong(from, radius, 1), radius, from.width)
  return once(once(picture))
}

function meanAlong({ width, height, pixels }: Grey, radius: number, step: number): Grey {
  const result = new Uint8Array(pixels.length)
  const whole = Math.ceil(radius)
  for (let at = 0; at < pixels.length; at++) {
    let [sum, weight] = [0, 0]
    for (let off = -whole; off <= whole; off++) {
      const share = Math.min(1, Math.max(0, radius + 1 - Math.abs(off)))
      const value = pixels[at + off * step]
      if (value === undefined) continue
      sum += value * share
      weight += share
    }
    result[at] = sum / weight
  }
  return { width, height, pixels: result }
}

function spoil({ width, height, pixels }: Grey, { side, glare = 0, light = 1, noise = 0 }: Sight): Grey {
  let seed = 12_345
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const dx = (x - width / 2 - side / 5) / (side / 3)
      const dy = (y - height / 2 + side / 6) / (side / 4)
      const lamp = glare === 0 ? 0 : glare * Math.exp(-(dx * dx + dy * dy))
      const seen = (pixels[y * width + x] ?? 0) * light
      const off = noise === 0 ? 0 : (random() - 0.5) * 2 * noise
      pixels[y * width + x] = Math.max(0, Math.min(255, seen + (255 - seen) * lamp + off))
    }
  return { width, height, pixels }
}
