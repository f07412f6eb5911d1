// Where somebody wanted to go waits at the door, without what they had typed.
import { afterEach, describe, expect, it } from 'vitest'
import { takeWantedPlace, wantPlace } from '../../src/client/composables/wantedPlace.ts'

describe('the place that somebody wanted', () => {
  const kept = () => sessionStorage.getItem('to-so.wanted')
  afterEach(takeWantedPlace)

  it('is written down without the name that was searched for, and found again with it', () => {
    wantPlace('/assists?state=waiting&q=Tr%E1%BA%A7n+V%C4%83n')
    expect(kept()).toBe('/assists?state=waiting')
    expect(takeWantedPlace()).toBe('/assists?state=waiting&q=Tr%E1%BA%A7n+V%C4%83n')
    expect(kept()).toBeNull()
    expect(takeWantedPlace()).toBe('/')
  })

  it('outlives a page that was thrown away', () => {
    sessionStorage.setItem('to-so.wanted', '/residents')
    expect(takeWantedPlace()).toBe('/residents')
  })
})
