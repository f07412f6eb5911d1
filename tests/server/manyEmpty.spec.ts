// A few kilobytes that unfold to very many empty things do not fill the server's memory.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)

describe('800,000 empty things', () => {
  it.each([
    ['commands', '400 requestMalformed'],
    ['arguments', '200 refused'],
    ['rescue', '200'],
  ])('as %s are answered "%s"', { timeout: 120_000 }, async (kind, said) => {
    const { stdout } = await run(process.execPath, [
      '--max-old-space-size=600',
      'tests/support/manyEmpty.ts',
      kind,
    ])
    expect(stdout).toBe(said)
  })
})
