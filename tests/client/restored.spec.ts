// A server that was restored from a backup: what phones had sent is offered again, and nothing is lost or counted twice.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPhoneDatabase } from '../../src/client/db/database.ts'
import { openPeople } from '../../src/client/db/people.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { takeBackup } from '../support/backup.ts'
import { pin, type TestPhone } from '../support/phone.ts'
import { password } from '../support/server.ts'
import { aWardOfPhones, volunteerPhone, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

describe('a server that was restored from a backup', () => {
  let ward: WardOfPhones
  beforeEach(async () => {
    ward = await aWardOfPhones()
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await ward.close()
  })

  async function record(phone: TestPhone): Promise<string> {
    const visit = ward.aVisit(phone)
    await phone.client.run('recordAssist', visit)
    return visit.assistId
  }

  async function recordAndSend(phone: TestPhone): Promise<string> {
    const assistId = await record(phone)
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    return assistId
  }

  async function atTheWard(): Promise<string[]> {
    const { assists } = await readTables(ward.server.context, ward.desk.session.ward?.id ?? '', ['assists'])
    return assists.map(({ id }) => id).sort()
  }

  const shown = ({ client }: TestPhone) =>
    client
      .view()
      .all('assists')
      .map(({ id }) => id)
      .sort()

  const deviceIdOf = async (prefix: string) => (await openPeople(`${prefix}people`).list())[0]?.deviceId

  it('hears again what it has lost, and each visit once', async () => {
    const phone = await ward.aVolunteersPhone()
    const before = await recordAndSend(phone)
    const backup = await takeBackup(ward.server.context.db)
    const lost = [await recordAndSend(phone), await recordAndSend(phone)]
    await backup.restore()
    expect(await atTheWard()).toEqual([before])
    const unsent = await record(phone)
    await phone.client.sendNow()
    const all = [before, ...lost, unsent].sort()
    expect(await atTheWard()).toEqual(all)
    expect(shown(phone)).toEqual(all)
    expect(phone.client.view().pending).toEqual([])
    expect(phone.status.isAllSent).toBe(true)
    for (const id of all) expect(phone.client.view().verOf('assists', id)).toBe(1)
  })

  it('hears it again also when the phone has nothing new to say, and when no new epoch tells of the loss', async () => {
    const phone = await ward.aVolunteersPhone()
    const backup = await takeBackup(ward.server.context.db)
    const lost = await recordAndSend(phone)
    await backup.restore({ isNewEpoch: false })
    const next = await record(phone)
    await phone.client.sendNow()
    expect(await atTheWard()).toEqual([lost, next].sort())
    await backup.restore()
    await phone.client.sendNow()
    expect(await atTheWard()).toEqual([lost, next].sort())
    expect(shown(phone)).toEqual([lost, next].sort())
  })

  it('hears it again when the phone only asks, though no new epoch tells of the loss', async () => {
    const phone = await ward.aVolunteersPhone()
    const backup = await takeBackup(ward.server.context.db)
    const lost = await recordAndSend(phone)
    await backup.restore({ isNewEpoch: false })
    await phone.client.sendNow()
    expect(await atTheWard()).toEqual([lost])
    expect(shown(phone)).toEqual([lost])
    expect(phone.status.isAllSent).toBe(true)
  })

  it('that does not know the phone at all gets to know it again, and its key is there after the next unlock at the latest', async () => {
    const backup = await takeBackup(ward.server.context.db)
    const phone = await ward.aVolunteersPhone({ prefix: 'unknown-' })
    const lost = await recordAndSend(phone)
    const oldId = await deviceIdOf('unknown-')
    await backup.restore()
    // The session is of the time after the backup as well.
    await phone.client.sendNow()
    expect(phone.status.problem).toEqual({ code: 'sessionExpired' })
    await phone.client.session.signIn(volunteerPhone, password)
    await waitFor(() => expect(phone.status.isAllSent).toBe(true))
    expect(await atTheWard()).toEqual([lost])
    expect(shown(phone)).toEqual([lost])
    const newId = (await deviceIdOf('unknown-')) ?? ''
    expect(newId).not.toBe(oldId)

    await phone.client.session.lock()
    await phone.client.session.unlock(pin)
    await waitFor(async () => expect((await phone.client.api.getDevice(newId)).dataKey).not.toBeNull())
    // A forgotten PIN is replaced under the new id: the key is the right one.
    await phone.client.session.lock()
    phone.client.session.leaveDoor()
    await phone.client.session.signIn(volunteerPhone, password)
    await phone.client.session.choosePin('777777')
    expect(shown(phone)).toEqual([lost])
  })

  it('loses no key where the PIN is forgotten before the next unlock', async () => {
    const phone = await ward.aVolunteersPhone()
    const backup = await takeBackup(ward.server.context.db)
    const lost = await recordAndSend(phone)
    await backup.restore()
    await phone.client.sendNow()
    await phone.client.session.lock()
    phone.client.session.leaveDoor()
    await phone.client.session.signIn(volunteerPhone, password)
    await phone.client.session.choosePin('777777')
    expect(shown(phone)).toEqual([lost])
    await phone.client.sendNow()
    expect(await atTheWard()).toEqual([lost])
  })

  it('shows nothing double while what it has is offered again', async () => {
    let isCutAfterNewDevice = false
    let isCut = false
    const network = ward.network()
    const phone = await ward.aVolunteersPhone({
      async fetch(input, init) {
        if (isCut) throw new TypeError('cut')
        const answer = await network(input, init)
        isCut = isCutAfterNewDevice && init?.method === 'PUT'
        return answer
      },
    })
    const kept = await recordAndSend(phone)
    const backup = await takeBackup(ward.server.context.db)
    await backup.restore()
    // The network goes as soon as the new device is known.
    isCutAfterNewDevice = true
    await phone.client.sendNow()
    expect(phone.client.view().pending).toHaveLength(1)
    expect(phone.status.unsent).toBe(1)
    expect(shown(phone)).toEqual([kept])
    expect(phone.client.view().isWaiting('assists', kept)).toBe(true)
    isCut = isCutAfterNewDevice = false
    await phone.client.sendNow()
    expect(shown(phone)).toEqual([kept])
    expect(phone.client.view().isWaiting('assists', kept)).toBe(false)
    expect(await atTheWard()).toEqual([kept])
  })

  it('loses nothing of a phone that is killed between taking a new id and telling anybody of it', async () => {
    const phone = await ward.aVolunteersPhone({ prefix: 'killed-' })
    const backup = await takeBackup(ward.server.context.db)
    const lost = await recordAndSend(phone)
    await backup.restore()
    const memberId = phone.session.member?.id ?? ''
    const disk = openPhoneDatabase(`killed-${memberId}`)
    const numbersOf = async () => ({
      deviceId: (await disk.meta.get('deviceId'))?.value,
      seqs: (await disk.outbox.toArray()).map(({ seq }) => seq),
    })
    // The door's book is written last: a kill before it leaves the old id there.
    const doorIsKilled = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function put(
      this: IDBObjectStore,
      ...args: [unknown, IDBValidKey?]
    ) {
      if (this.name === 'people') throw new Error('killed')
      return Reflect.apply(original, this, args) as IDBRequest<IDBValidKey>
    })
    // What is dead sends no more.
    const uncaught = new Promise((resolve) =>
      process.once('uncaughtException', (error) => {
        ward.isOffline = true
        resolve(error)
      }),
    )
    await phone.client.sendNow()
    await uncaught
    doorIsKilled.mockRestore()
    const { deviceId, seqs } = await numbersOf()
    disk.close()
    expect(seqs).toEqual([1])
    expect(deviceId).not.toBe(await deviceIdOf('killed-'))
    await phone.client.session.lock()

    ward.isOffline = false
    const later = ward.aTab(ward.network(), 'killed-')
    await later.client.session.start()
    await later.client.session.unlock(pin)
    await later.client.session.signIn(volunteerPhone, password)
    await waitFor(() => expect(later.status.isAllSent).toBe(true))
    expect(later.client.view().pending).toEqual([])
    expect(await atTheWard()).toEqual([lost])
    expect(await deviceIdOf('killed-')).toBe(deviceId)
  })
})

const original = IDBObjectStore.prototype.put
