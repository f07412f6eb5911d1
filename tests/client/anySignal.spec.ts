import { afterEach, describe, expect, it } from 'vitest'
import { anySignal } from '../../src/client/http/anySignal.ts'

const native = Object.getOwnPropertyDescriptor(AbortSignal, 'any')

afterEach(() => {
  if (native) Object.defineProperty(AbortSignal, 'any', native)
})

describe.each(['as the browser has it', 'on an older phone'])('one signal for several, %s', (where) => {
  const join = (...signals: AbortSignal[]) => {
    if (where === 'on an older phone') Reflect.deleteProperty(AbortSignal, 'any')
    return anySignal(signals)
  }

  it('is aborted with the first of them, for its reason', () => {
    const [first, second] = [new AbortController(), new AbortController()]
    const joined = join(first.signal, second.signal)
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
    const joined = join(new AbortController().signal, AbortSignal.abort('long ago'))
    expect(joined.aborted).toBe(true)
    expect(joined.reason).toBe('long ago')
  })
})
