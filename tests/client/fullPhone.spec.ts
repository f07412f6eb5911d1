// A disk that is full while a person comes in, speaks with the ward and goes: each ends in a Problem, and goes on from
// there once there is room. The real client on fake-indexeddb against the real server without a socket.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPhoneDatabase } from '../../src/client/db/database.ts'
import { closeOutbox } from '../../src/client/db/outbox.ts'
import { mendTransactions, refuseWrites } from '../support/brokenStorage.ts'
import { breakStorage, type FaultyStorage } from '../support/faultyStorage.ts'
import { pin } from '../support/phone.ts'
import { password } from '../support/server.ts'
import { aWardOfPhones, volunteerPhone, type WardOfPhones } from '../support/wardOfPhones.ts'

const day = 86_400_000
const full = 'QuotaExceededError at the write'
const isFull = { code: 'diskFull' }

describe('on a full disk', () => {
  let ward: WardOfPhones
  let storage: FaultyStorage | undefined
  beforeEach(async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    ward = await aWardOfPhones()
  })
  afterEach(async () => {
    storage?.remove()
    mendTransactions()
    vi.restoreAllMocks()
    await ward.close()
  })

  const diskOf = (prefix: string, memberId = '') => openPhoneDatabase(`${prefix}${memberId}`)

  it('the first rows of the ward stop coming, and go on once there is room', async () => {
    const phone = ward.aTab(ward.network(), 'filling-')
    await phone.client.session.signIn(volunteerPhone, password)
    // The first write is the person, the second the first rows.
    storage = breakStorage('filling-', { write: 2, fault: full })
    await expect(phone.client.session.choosePin(pin)).rejects.toMatchObject(isFull)
    expect(phone.session.phase).toBe('filling')
    await phone.client.session.fill()
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().all('procedures').length).toBeGreaterThan(50)
  })

  it('who cannot come in is told why, and comes in with the same PIN once there is room', async () => {
    const phone = await ward.aVolunteersPhone({ prefix: 'closed-' })
    const disk = diskOf('closed-', phone.session.member?.id)
    await phone.client.session.lock()
    // A sign-out that was cut off: the disk has to be written to before anything can be saved.
    await closeOutbox(disk)
    refuseWrites()
    await expect(phone.client.session.unlock(pin)).rejects.toMatchObject(isFull)
    expect(phone.session.phase).toBe('locked')
    mendTransactions()
    await phone.client.session.unlock(pin)
    await phone.client.run('recordAssist', ward.aVisit(phone))
    await phone.client.sendNow()
    expect(phone.status.isAllSent).toBe(true)
    disk.close()
  })

  it('what the ward took long ago makes room for its answer', async () => {
    const phone = await ward.aVolunteersPhone({ prefix: 'roomy-' })
    const disk = diskOf('roomy-', phone.session.member?.id)
    const old = { sealed: new Uint8Array(8), count: 1, numbering: 1 }
    for (const [seq, age] of [5, 4].entries())
      await disk.archive.put({ ...old, id: `${seq}`, seq, answeredAt: ward.server.now - age * day })
    ward.isOffline = true
    await phone.client.run('recordAssist', ward.aVisit(phone))
    ward.isOffline = false
    storage = breakStorage('roomy-', { write: 1, fault: full })
    await phone.client.sendNow()
    expect(storage.hasFailed).toBe(true)
    expect([phone.status.problem, phone.status.isAllSent]).toEqual([undefined, true])
    expect(await disk.archive.get('0')).toBeUndefined()
    disk.close()
  })

  it('nobody is signed out who could not be, and they are once there is room', async () => {
    const phone = await ward.aVolunteersPhone()
    refuseWrites()
    await expect(phone.client.session.signOut()).rejects.toMatchObject(isFull)
    expect(phone.session.phase).toBe('open')
    mendTransactions()
    await phone.client.session.signOut()
    expect([phone.session.phase, phone.session.people]).toEqual(['signedOut', []])
  })
})
