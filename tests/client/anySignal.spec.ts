import { describe, expect, it } from 'vitest'
import { anySignal } from '../../src/client/http/anySignal.ts'

describe('one signal for several', () => {
  it('is aborted with the first of them, for its reason', () => {
    const [first, second] = [new AbortController(), new AbortController()]
    const joined = anySignal([first.signal, second.signal])
    expect(joined.aborted).toBe(false)
    let heard = 0
    joined.addEventListener('abort', () => heard++)
    second.abort('given up')
    first.abort('too late')
    expect(joined.aborted).toBe(true)
    expect(joined.reason).toBe('given up')
    expect(heard).toBe(1)
  })

  it('is aborted from the beginning where one of them was', () => {
    const joined = anySignal([new AbortController().signal, AbortSignal.abort('long ago')])
    expect(joined.aborted).toBe(true)
    expect(joined.reason).toBe('long ago')
  })
})
