// Pictures of cards as files: a photo, and what a camera shows.
import { crc32, deflateSync } from 'node:zlib'
import type { Grey } from './cardFrames.ts'

export function toPng({ width, height, pixels }: Grey): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // 8 bits of grey, no filter but the one named at the start of each line.
  head[8] = 8
  const lines = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) lines.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngPart('IHDR', head),
    pngPart('IDAT', deflateSync(lines)),
    pngPart('IEND', Buffer.alloc(0)),
  ])
}

function pngPart(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** What `--use-file-for-fake-video-capture` plays, over and over; all pictures are of one size. */
export function toVideo(pictures: readonly Grey[], framesPerSecond = 10): Buffer {
  const [first] = pictures
  if (!first) throw new Error('A video has a picture')
  const { width, height } = first
  const colours = Buffer.alloc((width * height) / 2, 128)
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`),
    ...pictures.flatMap(({ pixels }) => [Buffer.from('FRAME\n'), pixels, colours]),
  ])
}
