// Where the lines of what is joined may end.
import { expect, it } from 'vitest'
import { joined } from '../../src/client/composables/joined.ts'

/** With the places where a line may end. */
const shown = (text: string) => text.replaceAll(' ', '|').replaceAll('\u00a0', ' ')

it('no number is torn from its word', () => {
  expect(shown(joined(['Trần Thị Thảo', 'Khu phố An Dưỡng 1', false]))).toBe(
    'Trần|Thị|Thảo ·|Khu|phố|An|Dưỡng 1',
  )
})

it('of a part that is joined itself every line may end behind a dot', () => {
  expect(shown(joined(['14:05', '1\u00a0mới\u00a0· 2\u00a0đã\u00a0có\u00a0· 0\u00a0không\u00a0nhận']))).toBe(
    '14:05 ·|1 mới ·|2 đã có ·|0 không nhận',
  )
})
