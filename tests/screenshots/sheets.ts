// Contact sheets: many pictures beside each other with their names above, so that a person sees at a glance what all screens
// look like. A picture is as wide as its phone; what is long is cut and goes on in the next column.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'

const mostHeight = 1_600
/** Two screens of a desk stand below each other as well. */
const columnHeight = 1_650
/** So little that is left over makes no piece of its own. */
const littleMore = 200
const mostWidth = 1_560
const gap = 12
const line = 24
/** Pictures are taken with so many dots for each pixel of the page. */
const density = 2

interface Part {
  readonly file: string
  readonly title: string
  readonly from: number
  readonly height: number
}

/** `files`: in the order in which they are to be looked at. Gives how many sheets there are. */
export async function writeSheets(browser: Browser, folder: string, files: readonly string[], width: number) {
  const target = join(folder, 'sheets')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const columnsOnSheet = Math.max(1, Math.floor(mostWidth / (width + gap)))
  const columns = toColumns(files.flatMap((file) => cut(folder, file)))
  const sheets = Math.ceil(columns.length / columnsOnSheet)
  const page = await browser.newPage({
    viewport: { width: columnsOnSheet * (width + gap) + gap, height: 800 },
  })
  for (let number = 1; number <= sheets; number++) {
    const shown = columns.slice((number - 1) * columnsOnSheet, number * columnsOnSheet)
    const html = join(target, 'sheet.html')
    writeFileSync(html, toHtml(shown, width))
    await page.goto(pathToFileURL(html).href)
    const name = String(number).padStart(Math.max(2, String(sheets).length), '0')
    await page.screenshot({ path: join(target, `${name}.png`), fullPage: true })
    rmSync(html)
  }
  await page.close()
  return sheets
}

/** A long picture in pieces that fit into a column. */
function cut(folder: string, file: string): Part[] {
  const height = Math.round(readFileSync(join(folder, file)).readUInt32BE(20) / density)
  const pieces = Math.max(1, Math.ceil((height - littleMore) / mostHeight))
  return Array.from({ length: pieces }, (_, piece) => {
    const from = piece * mostHeight
    const isLast = piece === pieces - 1
    const title = file.replace(/\.png$/, '') + (pieces > 1 ? ` (${piece + 1}/${pieces})` : '')
    return { file, title, from, height: isLast ? height - from : mostHeight }
  })
}

/** What fits stands below each other. */
function toColumns(parts: readonly Part[]): Part[][] {
  const columns: Part[][] = []
  let used = Infinity
  for (const part of parts) {
    if (used + line + part.height > columnHeight) {
      columns.push([])
      used = 0
    }
    columns.at(-1)?.push(part)
    used += part.height + line
  }
  return columns
}

function toHtml(columns: readonly (readonly Part[])[], width: number): string {
  const piece = ({ file, title, from, height }: Part) =>
    `<h2>${title}</h2><div style="height:${height}px"><img src="../${encodeURIComponent(file)}" style="margin-top:${-from}px"></div>`
  const style = `
    body { display: flex; align-items: flex-start; gap: ${gap}px; margin: 0 ${gap}px ${gap}px; background: #777 }
    h2 { height: ${line}px; margin: 0; overflow: hidden; font: bold 14px/${line}px sans-serif; color: #fff }
    section { flex: none; width: ${width}px }
    div { overflow: hidden }
    img { display: block; width: ${width}px }`
  const all = columns.map((parts) => `<section>${parts.map(piece).join('')}</section>`).join('')
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${all}`
}
