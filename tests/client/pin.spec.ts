import { describe, expect, it } from 'vitest'
import { lockKey, newDataKey, pinIterations, toSealingKey, unlockKey } from '../../src/client/vault/pin.ts'
import { seal, unseal } from '../../src/client/vault/seal.ts'
import {
  afterWrongPin,
  minutesBlocked,
  needsPassword,
  noTries,
  triesLeft,
} from '../../src/client/vault/tries.ts'

const few = 1000

describe('a data key under a PIN', () => {
  it('opens with that PIN and with no other', async () => {
    const dataKey = newDataKey()
    const locked = await lockKey(dataKey, '135790', few)
    expect(await unlockKey(locked, '135790')).toEqual(dataKey)
    expect(await unlockKey(locked, '135791')).toBeUndefined()
  })

  it('stays shut on another device even with the right PIN', async () => {
    const locked = await lockKey(newDataKey(), '135790', few)
    const { deviceKey } = await lockKey(newDataKey(), '135790', few)
    expect(await unlockKey({ ...locked, deviceKey }, '135790')).toBeUndefined()
  })

  it('opens what was sealed before the PIN was changed', async () => {
    const dataKey = newDataKey()
    const sealed = await seal(await toSealingKey(dataKey), 'outbox|1', 'chưa gửi')
    const changed = await lockKey(
      (await unlockKey(await lockKey(dataKey, '111222', few), '111222')) ?? newDataKey(),
      '333444',
      few,
    )
    const opened = await unlockKey(changed, '333444')
    expect(opened && (await unseal(await toSealingKey(opened), 'outbox|1', sealed))).toBe('chưa gửi')
  })

  it('cannot be read out of the device key, and is stretched as much as the standard asks', async () => {
    const { deviceKey, iterations } = await lockKey(newDataKey(), '135790')
    await expect(crypto.subtle.exportKey('raw', deviceKey)).rejects.toThrow()
    expect(iterations).toBe(pinIterations)
    expect(pinIterations).toBeGreaterThanOrEqual(600_000)
  })

  it.each(['12345', '1234567', 'abcdef', ''])('%s is no PIN', async (pin) => {
    await expect(lockKey(newDataKey(), pin, few)).rejects.toThrow('pinWrongLength')
  })
})

describe('wrong PINs', () => {
  const after = (count: number) =>
    Array.from({ length: count }).reduce<typeof noTries>((tries) => afterWrongPin(tries, 0), noTries)

  it.each([
    [1, 0, 4],
    [4, 0, 1],
    [5, 1, 0],
    [6, 5, 0],
    [7, 20, 0],
    [9, 20, 0],
  ])('%i of them: a pause of %i minutes, %i tries left', (count, minutes, left) => {
    expect(minutesBlocked(after(count), 0)).toBe(minutes)
    expect(triesLeft(after(count))).toBe(left)
    expect(needsPassword(after(count))).toBe(false)
  })

  it('ten of them: only the password helps', () => expect(needsPassword(after(10))).toBe(true))

  it('the pause passes', () => expect(minutesBlocked(after(5), 60_000)).toBe(0))
})
