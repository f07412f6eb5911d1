import { describe, expect, it } from 'vitest'
import { addCheck, rowCheck, subtractCheck } from '#protocol/checksum.ts'
import { anId } from '../support/builders.ts'

const keys = Array.from({ length: 60 }, (_, n) => `residents/${anId(n)}`)

describe('the checksum of a scope', () => {
  it('comes back to what it was when a row is taken out again', () => {
    const sum = addCheck(4_294_967_000, rowCheck('units/a', 1))
    expect(subtractCheck(sum, rowCheck('units/a', 1))).toBe(4_294_967_000)
  })

  it('tells two rows that are a version behind from two that are not, whichever two', () => {
    const same = keys.flatMap((a, n) =>
      keys.slice(n + 1).filter((b) => {
        const behind = addCheck(rowCheck(a, 1), rowCheck(b, 1))
        return [
          addCheck(rowCheck(a, 2), rowCheck(b, 2)),
          addCheck(rowCheck(a, 2), rowCheck(b, 3)),
          addCheck(rowCheck(a, 9), rowCheck(b, 10)),
        ].includes(behind)
      }),
    )
    expect(same).toEqual([])
  })
})
