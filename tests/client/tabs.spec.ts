// Two tabs of one phone: the real client twice on one fake-indexeddb, against the real server without a socket.
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTabs } from '../../src/client/session/tabs.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { pin, type TestPhone } from '../support/phone.ts'
import { aWardOfPhones, type WardOfPhones } from '../support/wardOfPhones.ts'
import { waitFor } from '../support/patience.ts'

describe('what tabs tell each other', () => {
  it('goes nowhere from a tab that was closed while something still ended in it', () => {
    const tabs = openTabs('closed', () => undefined)
    tabs.close()
    expect(() => tabs.tell('saved')).not.toThrow()
  })
})

describe('two tabs of one phone', () => {
  let ward: WardOfPhones
  beforeEach(async () => {
    ward = await aWardOfPhones()
  })
  afterEach(() => ward.close())

  async function twoTabs(prefix: string) {
    const browser = ward.server.browser()
    const first = await ward.aVolunteersPhone({ prefix, fetch: ward.network(browser) })
    const second = ward.aTab(ward.network(browser), prefix)
    await second.client.session.start()
    await second.client.session.unlock(pin)
    await second.client.sendNow()
    return [first, second] as const
  }

  const pendingIn = ({ client }: TestPhone) =>
    client.view().pending.map(({ command }) => (command.args as { assistId: string }).assistId)

  it('both show what either saved, also when they save at the same moment', async () => {
    const [first, second] = await twoTabs('both-')
    ward.isOffline = true
    const visits = [first, second, first, second].map((tab) => [tab, ward.aVisit(tab)] as const)
    await Promise.all(visits.map(([tab, visit]) => tab.client.run('recordAssist', visit)))
    const ids = visits.map(([, visit]) => visit.assistId).sort()
    for (const tab of [first, second]) {
      await waitFor(() => expect(pendingIn(tab).sort()).toEqual(ids))
      await waitFor(() => expect(tab.status.unsent).toBe(4))
    }
    ward.isOffline = false
    await first.client.sendNow()
    for (const tab of [first, second]) {
      await waitFor(() => expect(tab.client.view().pending).toEqual([]))
      await waitFor(() => expect(tab.client.view().all('assists')).toHaveLength(4))
    }
  })

  it('signing out in one closes the other, and what either still has to say forbids it', async () => {
    const [first, second] = await twoTabs('leave-')
    ward.isOffline = true
    await second.client.run('recordAssist', ward.aVisit(second))
    await expect(first.client.session.signOut()).rejects.toMatchObject({ code: 'unsentLeft' })
    ward.isOffline = false
    await first.client.session.signOut()
    await waitFor(() => expect(second.session.phase).toBe('signedOut'))
    expect(() => second.client.view()).toThrow()
    const { assists } = await readTables(ward.server.context, ward.desk.session.ward?.id ?? '', ['assists'])
    expect(assists).toHaveLength(1)
  })

  it('signing out without a network is refused, and recording goes on', async () => {
    const [first] = await twoTabs('stay-')
    ward.isOffline = true
    await expect(first.client.session.signOut()).rejects.toMatchObject({ code: 'serverUnreachable' })
    expect(first.session.phase).toBe('open')
    await first.client.run('recordAssist', ward.aVisit(first))
    expect(pendingIn(first)).toHaveLength(1)
  })
})
