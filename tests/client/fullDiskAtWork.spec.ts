// A disk that is full while a person works: nothing is said to be saved or sent that is not, and rows that gave way come back.
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { openPhoneDatabase } from '../../src/client/db/database.ts'
import { dropUnwanted } from '../../src/client/db/rare/makeRoom.ts'
import { mendTransactions, refuseWrites } from '../support/brokenStorage.ts'
import { pin } from '../support/phone.ts'
import { aWardInDanger } from '../support/wardInDanger.ts'
import { waitFor } from '../support/patience.ts'

const ward = aWardInDanger()

describe('a person whose disk is full', () => {
  it('is not told that anything was saved, comes in with the PIN, and can carry away what is unsent', async () => {
    const phone = await ward().aVolunteersPhone()
    ward().isOffline = true
    await phone.client.run('recordAssist', ward().aVisit(phone))
    await phone.client.session.lock()
    refuseWrites()
    await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({
      code: 'pinWrong',
      details: { left: 4 },
    })
    await phone.client.session.unlock(pin)
    expect(phone.client.view().pending).toHaveLength(1)
    const visit = ward().aVisit(phone)
    await expect(phone.client.run('recordAssist', visit)).rejects.toMatchObject({ code: 'diskFull' })
    expect(phone.client.view().pending).toHaveLength(1)
    await waitFor(() => expect(phone.status.unsent).toBe(1))
    expect(await phone.client.makeRescueFile()).toMatchObject({ toSo: 'rescue' })
  })

  it('gets no more tries at the PIN than with an empty one', async () => {
    const phone = await ward().aVolunteersPhone()
    await phone.client.session.lock()
    refuseWrites()
    for (const left of [4, 3, 2, 1]) {
      await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({ details: { left } })
    }
    await expect(phone.client.session.unlock('000000')).rejects.toMatchObject({ code: 'pinBlocked' })
    await expect(phone.client.session.unlock(pin)).rejects.toMatchObject({ code: 'pinBlocked' })
  })

  it('has nothing marked as sent whose outcome could not be kept, and it is sent once there is room', async () => {
    const phone = await ward().aVolunteersPhone()
    ward().isOffline = true
    await phone.client.run('recordAssist', ward().aVisit(phone))
    refuseWrites()
    ward().isOffline = false
    await phone.client.sendNow()
    expect(phone.status.problem).toEqual({ code: 'diskFull' })
    expect([phone.status.isAllSent, phone.client.view().pending.length]).toEqual([false, 1])
    mendTransactions()
    await phone.client.sendNow()
    expect([phone.status.isAllSent, phone.client.view().pending.length]).toEqual([true, 0])
    expect(phone.client.view().all('assists')).toHaveLength(1)
  })
})

describe('a team whose rows gave way on a full disk', () => {
  it('is still shown, is there in part after the phone was opened anew, and whole after the next exchange', async () => {
    const prefix = 'thin-'
    const phone = await ward().aVolunteersPhone({ prefix })
    ward().isOffline = true
    for (let n = 0; n < 120; n++) await phone.client.run('recordAssist', ward().aVisit(phone))
    ward().isOffline = false
    await phone.client.sendNow()
    const database = openPhoneDatabase(`${prefix}${phone.session.member?.id}`)
    for (let n = 0; n < 3 && (await dropUnwanted(database, ward().server.now)); n++);
    database.close()
    await phone.client.run('recordAssist', ward().aVisit(phone))
    await phone.client.sendNow()
    expect(phone.client.view().all('assists')).toHaveLength(121)

    await phone.client.session.lock()
    ward().isOffline = true
    await phone.client.session.unlock(pin)
    expect(phone.session.phase).toBe('open')
    expect(phone.client.view().all('assists').length).toBeLessThan(121)
    ward().isOffline = false
    await phone.client.sendNow()
    expect(phone.client.view().all('assists')).toHaveLength(121)
    await phone.client.session.lock()
    ward().isOffline = true
    await phone.client.session.unlock(pin)
    expect(phone.client.view().all('assists')).toHaveLength(121)
  })
})
