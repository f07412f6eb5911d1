import { describe, expect, it } from 'vitest'
import { shareOf } from '#domain/share.ts'

describe('a share', () => {
  it.each([
    [4128, 4133, 9988],
    [1858, 4133, 4496],
    [3539, 4133, 8563],
    [2263, 4133, 5475],
    [1, 8, 1250],
    [1, 16, 625],
    [1, 3, 3333],
    [2, 3, 6667],
    [1, 200_00, 1],
    [1, 200_01, 0],
    [0, 7, 0],
    [7, 7, 10_000],
    [9, 7, 12_857],
  ])('of %i in %i is %i hundredths of a percent', (part, whole, share) => {
    expect(shareOf(part, whole)).toBe(share)
  })

  it('is never the whole while something is missing', () => {
    expect(shareOf(99_999, 100_000)).toBe(9_999)
    expect(shareOf(999_999, 1_000_000)).toBe(9_999)
  })

  it('of nothing is none', () => {
    expect(shareOf(0, 0)).toBeNull()
  })
})
