// A ward for each test of what endangers a phone's work. What a test broke, faked or spied on is whole again before its ward
// closes.
import { afterEach, beforeEach, vi } from 'vitest'
import { mendTransactions } from './brokenStorage.ts'
import { pin, type TestPhone } from './phone.ts'
import { password } from './server.ts'
import { aWardOfPhones, volunteerPhone, type WardOfPhones } from './wardOfPhones.ts'

/** Gives the ward of the test that runs; it is made before each test, and closed after it. */
export function aWardInDanger(): () => WardOfPhones {
  let ward: WardOfPhones
  beforeEach(async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    ward = await aWardOfPhones()
  })
  afterEach(async () => {
    vi.useRealTimers()
    vi.restoreAllMocks()
    mendTransactions()
    await ward.close()
  })
  return () => ward
}

/** Somebody new at a phone, up to the first exchange. */
export async function signIn(phone: TestPhone, number = volunteerPhone): Promise<TestPhone> {
  await phone.client.session.signIn(number, password)
  await phone.client.session.choosePin(pin)
  await phone.client.sendNow()
  return phone
}
