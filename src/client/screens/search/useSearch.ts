// What a search finds, in groups as they are shown: at most a few rows of each, with the way to all of them.
import { computed, type Component, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { HistoryState, RouteLocationRaw } from 'vue-router'
import type { Assist } from '#domain/assist.ts'
import type { Dossier } from '#domain/dossier.ts'
import type { Resident } from '#domain/resident.ts'
import { joined } from '../../composables/joined.ts'
import { useAssistWords } from '../../composables/useAssistWords.ts'
import { useClient } from '../../composables/useClient.ts'
import { useCommandWords } from '../../composables/useCommandWords.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useRecordState, type RecordSign } from '../../composables/useRecordState.ts'
import { useResidents } from '../../composables/useResidents.ts'
import { useShownWords } from '../../composables/useShownWords.ts'
import { useView } from '../../composables/useView.ts'
import { whenIdle } from '../../sync/whenIdle.ts'
import { dossierTextsOf } from '../../view/dossiers.ts'
import { search } from '../../view/search.ts'
import type { View } from '../../view/view.ts'
import { visitTextsOf } from '../../view/visitTexts.ts'
import { useDraftSearch } from './useDraftSearch.ts'

export interface FoundRow {
  readonly key: string
  readonly title: string
  readonly titleLang?: 'vi' | undefined
  readonly detail: string
  readonly to: RouteLocationRaw
  readonly state?: ShownState | undefined
}

interface ShownState {
  readonly tone: RecordSign['tone'] | 'wait'
  readonly icon?: Component
  readonly short: string
}

export interface FoundGroup {
  readonly key: 'drafts' | 'review' | 'waiting' | 'residents' | 'visits' | 'dossiers' | 'procedures'
  readonly count: number
  readonly rows: readonly FoundRow[]
  /** Where all of them stand. */
  readonly all?: RouteLocationRaw | undefined
}

const mostShown = 5

/** `state` goes with the ways to all, so that the lists there begin with what was asked for. */
export function useSearch(query: Ref<string>, state: HistoryState): ComputedRef<FoundGroup[]> {
  const { t } = useI18n()
  const format = useFormat()
  const assistWords = useAssistWords()
  const commandWords = useCommandWords()
  const { detailOf } = useResidents()
  const shown = useShownWords()
  const drafts = useDraftSearch(query)

  const { signOf, waiting: waitingSign } = useRecordState()
  const stateOf = (isWaiting: boolean) => (isWaiting ? waitingSign() : undefined)
  const asDraft = computed(() => ({ tone: 'wait' as const, short: t('search.draft') }))

  // The first letter should not wait until everything is folded.
  const view = useClient().view()
  whenIdle(() => visitTextsOf(view, shown).getReady())
  whenIdle(() => dossierTextsOf(view).getReady())

  const found = useView((view) => {
    const titleOf = (command: Parameters<typeof commandWords.describe>[1]) =>
      commandWords.describe(view, command).title
    const { review, waiting, residents, visits, dossiers, procedures } = search(view, query.value, {
      today: format.today(),
      titleOf,
      shown,
    })
    const commandRow = ({ command }: (typeof review)[number] | (typeof waiting)[number]) => ({
      key: command.id,
      ...commandWords.describe(view, command),
      to: '/outbox',
    })
    return [
      group('review', review, (one) => ({ ...commandRow(one), state: signOf('review') })),
      group('waiting', waiting, (one) => ({ ...commandRow(one), state: waitingSign() })),
      group('residents', residents, (one) => residentRow(view, one), '/residents'),
      group('visits', visits, (one) => visitRow(view, one), '/assists'),
      group('dossiers', dossiers, (one) => dossierRow(view, one), '/dossiers'),
      group(
        'procedures',
        procedures,
        ({ id, name, field, code }) => ({
          key: id,
          title: name,
          titleLang: 'vi',
          detail: joined([field, code]),
          to: `/guide/${id}`,
        }),
        '/guide',
      ),
    ]
  })

  function group<T>(
    key: FoundGroup['key'],
    list: readonly T[],
    row: (one: T) => FoundRow,
    path?: string,
  ): FoundGroup {
    const all = path && list.length > mostShown ? { path, state } : undefined
    return { key, count: list.length, rows: list.slice(0, mostShown).map(row), all }
  }

  function residentRow(view: View, resident: Resident): FoundRow {
    const { id, name } = resident
    const state = stateOf(view.isWaiting('residents', id))
    return {
      key: id,
      title: name,
      titleLang: 'vi',
      detail: detailOf(resident),
      to: `/residents/${id}`,
      state,
    }
  }

  function visitRow(view: View, assist: Assist): FoundRow {
    return {
      key: assist.id,
      title: assistWords.who(view, assist),
      titleLang: assistWords.whoLang(view, assist),
      detail: joined([format.nearDay(assist.on), assistWords.what(view, assist)]),
      to: `/assists/${assist.id}`,
      state: assistWords.state(view, assist),
    }
  }

  function dossierRow(view: View, { id, procedureId, code, state, assistId }: Dossier): FoundRow {
    const assist = view.find('assists', assistId)
    const who = assist && assistWords.who(view, assist)
    const procedure = view.find('procedures', procedureId)
    return {
      key: id,
      title: procedure?.name ?? t('assists.dossier'),
      titleLang: procedure && 'vi',
      detail: joined([t(`dossierState.${state}`), who, code]),
      to: `/dossiers/${id}`,
      state: stateOf(view.isWaiting('dossiers', id)),
    }
  }

  return computed(() =>
    [group('drafts', drafts.value, (draft) => ({ ...draft, state: asDraft.value })), ...found.value].filter(
      ({ count }) => count > 0,
    ),
  )
}
