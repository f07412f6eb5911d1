// The people of one phone: nobody's work is touched by another's, by a session that ended, or by signing out.
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { addDays, dayAt } from '#domain/period.ts'
import { memberHeader } from '#protocol/paths.ts'
import { pin } from '../support/phone.ts'
import { managerPhone, password } from '../support/server.ts'
import { aWardInDanger, signIn } from '../support/wardInDanger.ts'
import { volunteerPhone } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

const ward = aWardInDanger()
const day = 86_400_000

describe('the people of one phone', () => {
  it('do not touch each other’s work: it is sent by whom it belongs to, also when another signs out between', async () => {
    const prefix = 'shared-'
    const first = await ward().aVolunteersPhone({ prefix })
    ward().isOffline = true
    const visit = ward().aVisit(first)
    await first.client.run('recordAssist', visit)
    await first.client.sendNow()
    await first.client.session.lock()
    ward().isOffline = false

    first.client.session.leaveDoor()
    await signIn(first, managerPhone)
    expect(first.client.view().pending).toEqual([])
    await first.client.session.signOut()
    expect(first.session.people.map(({ name }) => name)).toEqual(['Trần Văn Mẫu'])

    await first.client.session.start()
    await first.client.session.unlock(pin)
    expect(first.client.view().pending).toHaveLength(1)
    await first.client.session.signIn(volunteerPhone, password)
    await first.client.sendNow()
    expect(first.status.isAllSent).toBe(true)
    expect(first.client.view().find('assists', visit.assistId)).toMatchObject({
      memberId: first.session.member?.id,
    })
  })

  it('are told apart also by what was still under way when one of them left', async () => {
    const network = ward().network()
    const members: (string | null)[] = []
    const held: (() => void)[] = []
    let isHolding = false
    const phone = await ward().aVolunteersPhone({
      fetch: async (input, init) => {
        if (isHolding && String(input).startsWith('/api/sync')) {
          members.push(new Headers(init?.headers).get(memberHeader))
          await new Promise<void>((resolve) => held.push(resolve))
        }
        return network(input, init)
      },
    })
    const volunteer = phone.session.member?.id
    isHolding = true
    const visit = ward().aVisit(phone)
    await phone.client.run('recordAssist', visit)
    await phone.client.session.lock()
    await waitFor(() => expect(held).toHaveLength(1))
    isHolding = false
    phone.client.session.leaveDoor()
    await signIn(phone, managerPhone)
    held[0]?.()
    expect(members).toEqual([volunteer])
    await phone.client.sendNow()
    await phone.client.session.lock()
    phone.client.session.leaveDoor()
    await signIn(phone)
    expect([phone.status.isAllSent, phone.status.review]).toEqual([true, 0])
    expect(phone.client.view().find('assists', visit.assistId)).toMatchObject({ memberId: volunteer })
  })

  it('lose nothing by a session that ended a month ago: they come in, record, and all of it is sent after signing in', async () => {
    const phone = await ward().aVolunteersPhone()
    const first = ward().aVisit(phone)
    ward().isOffline = true
    await phone.client.run('recordAssist', first)
    await phone.client.session.lock()
    const savedAt = ward().server.now
    ward().server.now += 120 * day
    await ward().server.context.db.kysely.deleteFrom('auth_sessions').execute()
    ward().isOffline = false
    await phone.client.session.unlock(pin)
    const second = ward().aVisit(phone)
    await phone.client.run('recordAssist', second)
    await phone.client.sendNow()
    expect(phone.status.problem).toEqual({ code: 'sessionExpired' })
    expect(phone.client.view().pending.map(({ command }) => command.at)).toEqual([savedAt, ward().server.now])
    await phone.client.session.signIn(volunteerPhone, password)
    await phone.client.sendNow()
    expect([phone.status.isAllSent, phone.status.review]).toEqual([true, 0])
    for (const { assistId } of [first, second]) {
      expect(phone.client.view().find('assists', assistId)).toBeDefined()
    }
  })

  it('cannot sign out while something is unsent, offline or online but refused', async () => {
    const phone = await ward().aVolunteersPhone()
    ward().isOffline = true
    await phone.client.run('recordAssist', ward().aVisit(phone))
    await expect(phone.client.session.signOut()).rejects.toMatchObject({ code: 'unsentLeft' })
    await phone.client.run('recordAssist', {
      ...ward().aVisit(phone),
      on: addDays(dayAt(ward().server.now), -1),
    })
    expect(phone.client.view().pending).toHaveLength(2)
    ward().isOffline = false
    await phone.client.session.signOut()
    expect(phone.session.people).toEqual([])
  })
})
