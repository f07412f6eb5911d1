import { describe, expect, it } from 'vitest'
import { seal, unseal } from '../../src/client/vault/seal.ts'

const aKey = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

describe('a sealed value', () => {
  it('opens with its key in its place', async () => {
    const key = await aKey()
    expect(await unseal(key, 'outbox|1', await seal(key, 'outbox|1', { name: 'Đỗ Minh' }))).toEqual({
      name: 'Đỗ Minh',
    })
  })

  it('shows nothing of what it holds, and looks different each time', async () => {
    const key = await aKey()
    const [one, two] = [await seal(key, 'outbox|1', 'Đỗ Minh'), await seal(key, 'outbox|1', 'Đỗ Minh')]
    expect(new TextDecoder().decode(one)).not.toContain('Minh')
    expect(one).not.toEqual(two)
  })

  it('opens neither in another place, nor with another key, nor when a bit has changed', async () => {
    const key = await aKey()
    const sealed = await seal(key, 'outbox|1', 'Đỗ Minh')
    await expect(unseal(key, 'outbox|2', sealed)).rejects.toThrow()
    await expect(unseal(await aKey(), 'outbox|1', sealed)).rejects.toThrow()
    const changed = sealed.map((byte, index) => (index === 20 ? byte ^ 1 : byte))
    await expect(unseal(key, 'outbox|1', changed)).rejects.toThrow()
  })
})
