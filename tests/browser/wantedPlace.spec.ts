// Where somebody wanted to go waits at the door.
import { afterEach, describe, expect, it } from 'vitest'
import { takeWantedPlace, wantPlace } from '../../src/client/composables/wantedPlace.ts'

describe('the place that somebody wanted', () => {
  afterEach(takeWantedPlace)

  it('is found once', () => {
    wantPlace('/assists?state=waiting')
    expect(takeWantedPlace()).toBe('/assists?state=waiting')
    expect(takeWantedPlace()).toBe('/')
  })

  it('outlives a page that was thrown away', () => {
    sessionStorage.setItem('to-so.wanted', '/residents')
    expect(takeWantedPlace()).toBe('/residents')
  })
})
