// A ward with one volunteer, whose phones a test opens and whose network it cuts.
import type { CommandArgs } from '#domain/commands.ts'
import { dayAt } from '#domain/period.ts'
import { isTeam } from '#domain/unit.ts'
import { aPhone, pin, type TestPhone } from './phone.ts'
import { aServer, joinedBy, managerPhone, password, type Browser, type TestServer } from './server.ts'

export const volunteerPhone = '0912000101'
const leadPhone = '0912000011'

export interface WardOfPhones {
  readonly server: TestServer
  readonly teamId: string
  /** The manager's. */
  readonly desk: TestPhone
  /** Nobody reaches the server while it is true. */
  isOffline: boolean
  /** A way to the server that keeps its own cookies; `isReached` cuts this one alone. */
  network(browser?: Browser, isReached?: () => boolean): typeof globalThis.fetch
  /** Not signed in. Two with one `prefix` are tabs of one phone. */
  aTab(fetch: typeof globalThis.fetch, prefix?: string): TestPhone
  /** The volunteer's, filled and open. */
  aVolunteersPhone(options?: { prefix?: string; fetch?: typeof globalThis.fetch }): Promise<TestPhone>
  /** The browser of the volunteer's lead. */
  aLead(): Promise<Browser>
  /** A visit of the volunteer's team that is only counted. */
  aVisit(phone: TestPhone): CommandArgs<'recordAssist'>
  close(): Promise<void>
}

export async function aWardOfPhones(): Promise<WardOfPhones> {
  const server = await aServer()
  const { browser: manager } = await server.setUp()
  const open: TestPhone[] = []

  const aTab: WardOfPhones['aTab'] = (fetch, prefix) => {
    const phone = aPhone(fetch, { clock: () => server.now, ...(prefix ? { prefix } : {}) })
    open.push(phone)
    return phone
  }
  const network: WardOfPhones['network'] = (browser = server.browser(), isReached = () => true) => {
    return (input, init) =>
      ward.isOffline || !isReached()
        ? Promise.reject(new TypeError('Failed to fetch'))
        : browser.fetch(input, init)
  }

  async function signIn(phone: TestPhone, phoneNumber: string): Promise<TestPhone> {
    await phone.client.session.signIn(phoneNumber, password)
    await phone.client.session.choosePin(pin)
    await phone.client.sendNow()
    return phone
  }

  const ward = {
    server,
    teamId: '',
    desk: aTab((input, init) => manager.fetch(input, init)),
    isOffline: false,
    network,
    aTab,
    aVolunteersPhone: ({ prefix, fetch = network() } = {}) => signIn(aTab(fetch, prefix), volunteerPhone),
    async aLead() {
      const invite = { name: 'Lê Thị Tổ Trưởng', role: 'lead' as const, teamIds: [ward.teamId] }
      return (await joinedBy(server, manager, invite, leadPhone)).browser
    },
    aVisit: ({ client }) => ({
      assistId: client.newId(),
      teamId: ward.teamId,
      on: dayAt(server.now),
      place: 'home',
      helpMode: 'guided',
      resident: { kind: 'none' },
      items: { [client.newId()]: { kind: 'account', account: 'nationalPortal' } },
      dossiers: [],
      note: null,
    }),
    async close() {
      for (const phone of open.splice(0)) await phone.client.session.lock()
      await server.close()
    },
  } satisfies WardOfPhones & Record<string, unknown> as WardOfPhones & { teamId: string }

  await signIn(ward.desk, managerPhone)
  ward.teamId = ward.desk.client.view().all('units').find(isTeam)?.id ?? ''
  const invite = { name: 'Trần Văn Mẫu', role: 'volunteer' as const, teamIds: [ward.teamId] }
  await joinedBy(server, manager, invite, volunteerPhone)
  return ward
}
