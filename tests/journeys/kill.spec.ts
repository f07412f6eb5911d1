// The small version of `npm run proof:kill` for the browser.
import { expect, it } from 'vitest'
import { killBrowser } from '../proofs/kill/killBrowser.ts'

it('a browser that is killed while its person types, and while it sends, loses nothing that it said was saved', async () => {
  const figures = await killBrowser({ kills: 3, seed: 7 })
  expect(figures).toMatchObject({ lost: 0, doubled: 0, draftsExpected: 2, draftsFound: 2, wrongs: [] })
  expect(figures.saidSaved).toBeGreaterThan(1)
})
