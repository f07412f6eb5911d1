// The code on a card is small and dense: 18 mm with some fifty modules a side. So a picture is looked at in more than one
// way: as a whole and made smaller, which finds a code that is near; and its middle as it is, which finds one that is far.
import type { Picture } from './native.ts'

/** A part of a picture in its own pixels, and how large it is drawn at most. */
interface Look {
  readonly width: number
  readonly height: number
  readonly most: number
}

/** Of a camera: one after the other, a frame each. */
export function looksAtFrame({ width, height }: Size): readonly Look[] {
  const middle = Math.round(Math.min(width, height) * 0.6)
  return [
    { width, height, most: 960 },
    { width: middle, height: middle, most: 800 },
  ]
}

/** Of a photo: all of them, until one finds something. */
export function looksAtPhoto({ width, height }: Size): readonly Look[] {
  const half = { width: Math.round(width / 2), height: Math.round(height / 2) }
  return [
    { width, height, most: 1_280 },
    { ...half, most: 1_600 },
    { width, height, most: 2_560 },
  ]
}

export interface Size {
  readonly width: number
  readonly height: number
}

export function sizeOf(picture: Picture): Size {
  return 'videoWidth' in picture ? { width: picture.videoWidth, height: picture.videoHeight } : picture
}

/** The pixels of a look. The canvas is used again and again: a new one for each frame is more than phones clean up. */
export function createEye(): (picture: Picture, look: Look) => ImageData {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This browser draws nothing')
  return (picture, { width, height, most }) => {
    const whole = sizeOf(picture)
    const scale = Math.min(1, most / Math.max(width, height))
    const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
    if (canvas.width !== w) canvas.width = w
    if (canvas.height !== h) canvas.height = h
    const [x, y] = [(whole.width - width) / 2, (whole.height - height) / 2]
    context.drawImage(picture, x, y, width, height, 0, 0, w, h)
    return context.getImageData(0, 0, w, h)
  }
}
