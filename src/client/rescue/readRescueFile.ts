// A rescue file that was carried here, to be passed on to the ward as it is.
import * as v from 'valibot'
import { Problem } from '#domain/problem.ts'
import { maxRescueBytes, rescueFileSchema, type RescueFile } from '#protocol/rescue.ts'

/** Throws `fileNotRescue`. */
export async function readRescueFile(file: Blob): Promise<RescueFile> {
  const parsed = v.safeParse(rescueFileSchema, file.size > maxRescueBytes ? undefined : await readJson(file))
  if (!parsed.success) throw new Problem('fileNotRescue')
  return parsed.output
}

async function readJson(file: Blob): Promise<unknown> {
  try {
    return JSON.parse(await file.text()) as unknown
  } catch {
    return undefined
  }
}
