// Who has come in at the door: what this phone keeps of them, and what it learns of them while they are in.
import type { People, Person } from '../db/people.ts'
import type { Api } from '../http/api.ts'
import type { useSessionStore } from '../stores/session.ts'
import { openIdKey, sealIdKey } from '../vault/idNumber.ts'
import type { View } from '../view/view.ts'

export interface WhoIsIn {
  /** As the ward has them now; undefined while nobody is in. */
  readonly person: Person | undefined
  enter(person: Person): void
  leave(): void
  change(changes: Partial<Person>): Promise<void>
  /** The ward may have given this member another name, role or team. */
  hear(view: View): Promise<void>
  /** The ward's public key for rescue files; asks the server where it has not come yet. */
  rescueKey(of: Person): Promise<string>
  /** The ward's key for the hashes of ID numbers; likewise. `key` opens what is sealed of this person. */
  idKey(of: Person, key: CryptoKey): Promise<string>
}

export function createWhoIsIn(
  people: People,
  api: Pick<Api, 'getDevice'>,
  store: ReturnType<typeof useSessionStore>,
): WhoIsIn {
  let person: Person | undefined

  function show({ memberId, name, role, teamIds }: Person): void {
    store.member = { id: memberId, name, role, teamIds }
  }

  async function change(changes: Partial<Person>): Promise<void> {
    if (!person) return
    person = { ...person, ...changes }
    await people.change(person.memberId, changes)
  }

  return {
    get person() {
      return person
    },
    enter(entered) {
      person = entered
      show(entered)
      store.ward = { id: entered.wardId, name: entered.wardName }
    },
    leave() {
      person = undefined
    },
    change,
    async hear(view) {
      const me = person && view.find('members', person.memberId)
      if (!me || !person) return
      const { name, role, teamIds } = me
      const isSame = name === person.name && role === person.role && teamIds.join() === person.teamIds.join()
      if (isSame) return
      show({ ...person, name, role, teamIds })
      await change({ name, role, teamIds })
    },
    async rescueKey(of) {
      if (of.rescueKey !== undefined) return of.rescueKey
      const { rescueKey } = await api.getDevice(of.deviceId)
      // Whether it can be kept for the next time or not, it is here now.
      if (person?.memberId === of.memberId) void change({ rescueKey }).catch(() => undefined)
      return rescueKey
    },
    async idKey(of, key) {
      if (of.idKey !== undefined) return openIdKey(key, of.memberId, of.idKey)
      const { idKey } = await api.getDevice(of.deviceId)
      const sealed = await sealIdKey(key, of.memberId, idKey)
      if (person?.memberId === of.memberId) void change({ idKey: sealed }).catch(() => undefined)
      return idKey
    },
  }
}
