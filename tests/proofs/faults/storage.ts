// Every fault of the storage at every write of a phone. The writes are found by carrying a day's work out once and counting
// them; then it is carried out again for each write and each fault. After the page was opened anew, what was said to be
// saved is there or at the ward, once; what failed has said so.
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { Problem } from '#domain/problem.ts'
import { findMember } from '../../../src/server/store/members.ts'
import { runCommands } from '../../../src/server/sync/runCommands.ts'
import { breakStorage, storageFaults, type StorageFault } from '../../support/faultyStorage.ts'
import { checkStore } from '../../support/checkStore.ts'
import { pin, type TestPhone } from '../../support/phone.ts'
import { aWardOfPhones, type WardOfPhones } from '../../support/wardOfPhones.ts'
import { aTester, type Tester } from './tester.ts'

export interface StorageRun {
  readonly write: number
  /** The store and the kind of write. */
  readonly site: string
  readonly fault: StorageFault
  readonly saved: number
  /** Saves that said that they had failed. */
  readonly refused: number
  /** Said to be saved, and nowhere. */
  readonly lost: number
  /** Said to have failed, and there all the same. */
  readonly thereAllTheSame: number
  /** Steps that ended in the browser's own words instead of a Problem. */
  /** 1 when the write came to pass: a day may have one or two fewer than the one that was counted. */
  readonly met: number
  readonly withoutWords: number
  /** Drafts that were said to be kept, and are gone. */
  readonly draftsLost: number
  readonly wrongs: readonly string[]
}

const draftKey = 'assist/new'
/** Sign-ins from one address before the ward's throttle asks to wait. */
const runsPerWard = 60

interface Day {
  hasDraft: boolean
  withoutWords: number
  /** Refused commands that were said to be settled. */
  settled: string[]
  /** Notices that were said not to be shown again. */
  seen: string[]
}

const newDay = (): Day => ({ hasDraft: false, withoutWords: 0, settled: [], seen: [] })

/**
 * What a person does: signs in, records with and without a network, begins a form, gives up one thing that was refused
 * and sends another anew, and reads that a value of theirs gave way.
 */
async function workADay(ward: WardOfPhones, other: TestPhone, tester: Tester, day: Day): Promise<void> {
  const { network } = tester
  const page = tester.phone()
  const { client, session } = page
  const draft = () => client.drafts.save(draftKey, { name: 'Đang gõ dở' })
  await trying(day, () => tester.signIn())
  const steps: (() => Promise<unknown>)[] = [
    () => tester.send(),
    () => tester.save(),
    () => correctLast(tester),
    () => tester.send(),
    () => overrideLast(ward, tester),
    () => tester.save(),
    () => tester.send(),
    async () => network.break('dropped before the commit', 'sync'),
    () => tester.save(),
    () => correctWhatIsWithdrawn(other, tester),
    async () => (day.hasDraft = !(await tester.attempt(draft))),
    async () => network.heal(),
    () => tester.send(),
    () => trying(day, () => giveUpReviewed(page, day)),
    () => trying(day, () => resendReviewed(ward, tester, day)),
    () => trying(day, () => readNotice(page, day)),
    () => tester.save(),
    () => tester.send(),
    async () => {
      await client.session.lock()
      await trying(day, () => client.session.unlock(pin))
    },
    () => tester.save(),
    () => tester.send(),
  ]
  for (const step of steps) {
    // Whoever could not come in does nothing; nor does a page that has died meanwhile.
    if (tester.phone() !== page || !session.isOpen) return
    await step()
  }
}

/** A storage that fails at the door or in the review ends in the browser's own words. */
async function trying(day: Day, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Problem) return
    if (!isOfStorage(error)) throw error
    day.withoutWords++
  }
}

async function giveUpReviewed({ client }: TestPhone, day: Day): Promise<void> {
  const [reviewed] = client.view().review
  if (!reviewed) return
  await client.settle(reviewed.command.id, 'discarded')
  day.settled.push(reviewed.command.id)
}

/** What was refused, as a visit of its own. */
async function resendReviewed(
  ward: WardOfPhones,
  { phone, saved, refused }: Tester,
  day: Day,
): Promise<void> {
  const { client } = phone()
  const [reviewed] = client.view().review
  if (!reviewed) return
  const visit = ward.aVisit(phone())
  try {
    await client.resend(reviewed.command.id, 'recordAssist', visit)
  } catch (error) {
    refused.push(visit.assistId)
    throw error
  }
  saved.push(visit.assistId)
  day.settled.push(reviewed.command.id)
}

async function readNotice({ client }: TestPhone, day: Day): Promise<void> {
  const [notice] = client.view().notices
  if (!notice) return
  await client.seen(notice.id)
  day.seen.push(notice.id)
}

async function correctLast(tester: Tester): Promise<void> {
  const { client } = tester.phone()
  const assistId = tester.saved.at(-1)
  if (assistId === undefined || client.view().find('assists', assistId) === undefined) return
  const changes = { place: 'cultureHouse' as const }
  await tester.attempt(() => client.run('correctAssist', { assistId, changes, dossiers: [] }, 1))
}

/** The manager gives the same field another value later, without having seen this one: the volunteer is told. */
async function overrideLast({ server, desk }: WardOfPhones, tester: Tester): Promise<void> {
  const assistId = tester.saved.at(-1)
  const wardId = desk.session.ward?.id ?? ''
  const manager = await findMember(server.context.db, wardId, desk.session.member?.id ?? '')
  const isThere = assistId !== undefined && (await countThere({ server }, [assistId])) === 1
  if (!manager || !isThere) return
  const actor = { memberId: manager.id, role: manager.role, teamIds: manager.teamIds }
  const args = { assistId, changes: { place: 'elsewhere' as const }, dossiers: [] }
  await runCommands(server.context, wardId, actor, [{ name: 'correctAssist', args }])
}

/** Their other phone withdraws what this one corrects meanwhile: the ward refuses both corrections. */
async function correctWhatIsWithdrawn(other: TestPhone, tester: Tester): Promise<void> {
  const { client } = tester.phone()
  const [, assistId = ''] = tester.saved
  if (client.view().verOf('assists', assistId) !== 1) return
  await other.client.sendNow()
  await other.client.run('withdrawAssist', { assistId, reason: 'ghi nhầm' }, 1)
  await other.client.sendNow()
  for (const changes of [{ place: 'elsewhere' as const }, { helpMode: 'filledIn' as const }])
    await tester.attempt(() => client.run('correctAssist', { assistId, changes, dossiers: [] }, 1))
}

/** The writes of a day on which nothing fails. */
export async function findWrites(): Promise<string[]> {
  const ward = await aWardOfPhones()
  const tester = aTester(ward)
  const storage = breakStorage(tester.prefix)
  try {
    const day = newDay()
    await workADay(ward, await ward.aVolunteersPhone(), tester, day)
    await tester.close()
    if (day.settled.length !== 2 || day.seen.length !== 1)
      throw new Error(`A day with ${day.settled.length} settled and ${day.seen.length} seen`)
    if (tester.wrongs.length > 0) throw new Error(tester.wrongs.join(', '))
    return [...storage.sites]
  } finally {
    storage.remove()
    await ward.close()
  }
}

export interface StorageResult {
  readonly runs: readonly StorageRun[]
  /** Of the stores at the end. */
  readonly wrongs: readonly string[]
  readonly doubled: number
}

/** `surfaced`: what nobody caught since it was last asked; the browser's own words are expected, anything else is a bug. */
export async function breakEveryWrite(
  some: readonly { write: number; fault: StorageFault }[],
  surfaced: () => unknown[],
): Promise<StorageResult> {
  const runs: StorageRun[] = []
  const wrongs: string[] = []
  let doubled = 0
  for (let start = 0; start < some.length; start += runsPerWard) {
    const ward = await aWardOfPhones()
    try {
      const other = await ward.aVolunteersPhone()
      for (const failing of some.slice(start, start + runsPerWard))
        runs.push(await runOnce(ward, other, failing, surfaced))
      const store = await checkStore(ward.server.context, ward.desk.session.ward?.id ?? '')
      wrongs.push(...store.wrongs)
      doubled += store.doubled
    } finally {
      await ward.close()
    }
  }
  return { runs, wrongs, doubled }
}

export function everyWrite(writes: number): { write: number; fault: StorageFault }[] {
  return storageFaults.flatMap((fault) =>
    Array.from({ length: writes }, (_, index) => ({ write: index + 1, fault })),
  )
}

async function runOnce(
  ward: WardOfPhones,
  other: TestPhone,
  failing: { write: number; fault: StorageFault },
  surfaced: () => unknown[],
): Promise<StorageRun> {
  const tester = aTester(ward)
  const { network, wrongs } = tester
  const day = newDay()
  const storage = breakStorage(tester.prefix, failing)
  const page = tester.phone()
  const working = workADay(ward, other, tester, day).catch((error: unknown) => {
    if (tester.phone() === page) wrongs.push(`broke: ${String(error)}`)
  })
  await Promise.race([working, storage.death])
  storage.remove()
  // What the page that died may still be told counts no more.
  const [saved, refused] = [[...tester.saved], [...tester.refused]]
  const { hasDraft, withoutWords } = day
  const [settled, seen] = [[...day.settled], [...day.seen]]
  network.heal()
  try {
    await tester.revive()
    await tester.settle()
    await tester.compareRows()
    const drafts = await tester.phone().client.drafts.list()
    const isKept = drafts.some(({ key }) => key === draftKey)
    const { review, notices } = tester.phone().client.view()
    if (review.some(({ command }) => settled.includes(command.id)))
      wrongs.push('shows again what was settled')
    if (notices.some(({ id }) => seen.includes(id))) wrongs.push('shows a notice again that was seen')
    for (const error of surfaced()) if (!isOfStorage(error)) wrongs.push(`surfaced: ${String(error)}`)
    return {
      ...failing,
      site: storage.sites[failing.write - 1] ?? '',
      saved: saved.length,
      refused: refused.length,
      lost: saved.length - (await countThere(ward, saved)),
      thereAllTheSame: await countThere(ward, refused),
      withoutWords,
      met: storage.hasFailed ? 1 : 0,
      draftsLost: hasDraft && !isKept ? 1 : 0,
      wrongs: [...wrongs],
    }
  } finally {
    await tester.close()
  }
}

async function countThere({ server }: Pick<WardOfPhones, 'server'>, ids: readonly string[]): Promise<number> {
  const rows = await server.context.db.kysely
    .selectFrom('rows')
    .select('row_id')
    .where('tbl', '=', 'assists')
    .where('row_id', 'in', [...ids, ''])
    .execute()
  return rows.length
}

function isOfStorage(error: unknown): boolean {
  return error instanceof DOMException || error instanceof Dexie.DexieError
}
