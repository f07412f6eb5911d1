// Residents for a screen: found as people ask for them, how they are told apart, and who of them somebody new may be.
import { onScopeDispose, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { formatPhone, toStoredPhone } from '#domain/identity.ts'
import { toStoredName } from '#domain/names.ts'
import type { Resident } from '#domain/resident.ts'
import { useSessionStore } from '../stores/session.ts'
import { whenIdle } from '../sync/whenIdle.ts'
import { residentIndexOf, type LikelyMatch } from '../view/residentIndex.ts'
import { findResidents, suggestResidents } from '../view/residents.ts'
import { joined } from './joined.ts'
import { useClient } from './useClient.ts'
import { useView } from './useView.ts'

export { compareNames } from '../view/residents.ts'
export type { LikelyMatch }

/** As a form holds them: text as it is typed. */
interface TypedIdentity {
  name: string
  birthYear: string
  phone: string
  idHash: string | null
  teamId: string | null
}

const mostSuggested = 8
const mostLikely = 5

export function useResidentSearch(query: Ref<string>): ComputedRef<Resident[]> {
  return useView((view) => findResidents(view, query.value))
}

export function useResidents() {
  const { t } = useI18n()
  const view = useClient().view()
  const session = useSessionStore()
  const unitName = (id: string) => view.find('units', id)?.name
  const index = residentIndexOf(view)

  /** No letter that is typed, and no save, should wait until the index has followed a change. */
  function getReady() {
    whenIdle(() => index.ranks())
    whenIdle(() => index.fillBuckets())
  }
  getReady()
  onScopeDispose(view.onChange(getReady))

  return {
    /** For a list of suggestions, whom somebody most likely means first; only those of a team, where one is chosen. */
    find: (query: string, limit = mostSuggested, teamId: string | null = null) =>
      suggestResidents(view, query, { limit, ownTeams: session.member?.teamIds ?? [], teamId }),

    /** What tells namesakes apart: year of birth, neighbourhood, phone. */
    detailOf: ({ birthYear, teamId, phone }: Resident) =>
      joined([birthYear ?? t('known.yearUnknown'), unitName(teamId), phone && formatPhone(phone)]),

    /** The same for a row of one line: where there is but one neighbourhood, nobody needs to be told. */
    rowDetailOf: ({ birthYear, teamId, phone }: Resident) =>
      joined([
        birthYear ?? t('known.yearUnknown'),
        session.member?.teamIds.length === 1 ? undefined : unitName(teamId),
        phone && formatPhone(phone),
      ]),

    /** The same with only the last figures of the phone: for asking somebody who stands beside the screen. */
    briefDetailOf: ({ birthYear, teamId, phone }: Resident) =>
      joined([
        birthYear === null ? t('known.yearUnknown') : t('residents.bornIn', { year: birthYear }),
        unitName(teamId),
        phone && t('known.phoneEnds', { digits: phone.slice(-3) }),
      ]),

    /** Residents who may be the person that is being written down, the surest first. */
    likelyKnown({ name, birthYear, phone, idHash, teamId }: TypedIdentity): LikelyMatch[] {
      const year = Number(birthYear.trim())
      const identity = {
        name: toStoredName(name),
        birthYear: Number.isInteger(year) && year > 0 ? year : null,
        phone: toStoredPhone(phone) || null,
        idHash,
        teamId,
      }
      return index.likelySame(identity).slice(0, mostLikely)
    },
  }
}
