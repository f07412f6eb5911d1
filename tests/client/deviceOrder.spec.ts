// Which phone of the team somebody should look at first.
import { describe, expect, it } from 'vitest'
import type { DeviceState } from '#protocol/devices.ts'
import { careOf, daysSilent, isWorrying, worstFirst } from '../../src/client/screens/team/deviceOrder.ts'
import { anId, ids, noon } from '../support/builders.ts'

const hour = 3_600_000
const day = 24 * hour

const aDevice = (name: string, fields: Partial<DeviceState> = {}): DeviceState => ({
  deviceId: anId(300),
  memberId: ids.volunteer,
  memberName: name,
  teamIds: [ids.team],
  name: 'Android',
  appVersion: '0.1.0',
  unsent: 0,
  oldestUnsentAt: null,
  review: 0,
  restarts: 0,
  lastContactAt: noon - hour,
  revokedAt: null,
  erasedAt: null,
  ...fields,
})

describe('the phones of a team', () => {
  it('come in the order of the worry: unsent work by its age, silence by its length, refusals, and those that left last', () => {
    const devices = [
      aDevice('gone', { revokedAt: noon - day, erasedAt: noon - hour }),
      aDevice('well'),
      aDevice('leaving', { unsent: 2, revokedAt: noon - day }),
      aDevice('review', { review: 1 }),
      aDevice('silent for 4 days', { lastContactAt: noon - 4 * day }),
      aDevice('silent for 9 days', { lastContactAt: noon - 9 * day }),
      aDevice('unsent since a minute', { unsent: 5, oldestUnsentAt: noon - 60_000 }),
      aDevice('unsent since an hour', { unsent: 5, oldestUnsentAt: noon - hour }),
      aDevice('unsent since yesterday', { unsent: 1, oldestUnsentAt: noon - day }),
    ]
    expect(worstFirst(devices, noon).map(({ memberName }) => memberName)).toEqual([
      'unsent since yesterday',
      'unsent since an hour',
      'silent for 9 days',
      'silent for 4 days',
      'review',
      'leaving',
      'unsent since a minute',
      'well',
      'gone',
    ])
  })

  it('worry nobody while their work has waited for a moment only', () => {
    expect(isWorrying(aDevice('a', { unsent: 5, oldestUnsentAt: noon - 60_000 }), noon)).toBe(false)
    expect(isWorrying(aDevice('b', { unsent: 5, oldestUnsentAt: noon - hour }), noon)).toBe(true)
  })

  it('are silent after three whole days; one that never spoke has nothing to lose', () => {
    expect(daysSilent(aDevice('a', { lastContactAt: noon - 3 * day + 1 }), noon)).toBeUndefined()
    expect(daysSilent(aDevice('b', { lastContactAt: noon - 3 * day }), noon)).toBe(3)
    expect(careOf(aDevice('c', { lastContactAt: null }), noon)).toBe('well')
  })
})
