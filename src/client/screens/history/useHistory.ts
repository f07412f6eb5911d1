// What happened to a record: what the ward tells of its rows, and before it what this phone has not sent yet.
import { computed } from 'vue'
import type { RowHistory } from '#protocol/history.ts'
import { useClient } from '../../composables/useClient.ts'
import { useRequest } from '../../composables/useRequest.ts'
import { useView } from '../../composables/useView.ts'
import { dossiersOf } from '../../view/assists.ts'
import type { View } from '../../view/view.ts'
import { changesOf, type CommandChange } from './changesOf.ts'
import type { FieldRef } from './useFieldWords.ts'

export type RecordTable = 'assists' | 'residents' | 'dossiers'

export interface HistoryChange extends FieldRef {
  readonly key: string
  readonly value: unknown
  readonly at: number
  readonly memberName: string
  /** `now`: it stands in the record; `gaveWay`: to another's; `before`: it stood until it was changed again. */
  readonly state: 'now' | 'gaveWay' | 'before'
}

export interface WaitingChange extends CommandChange {
  readonly key: string
  readonly at: number
}

export function useHistory(table: RecordTable, id: () => string) {
  const { api, view } = useClient()
  const { data, problem, isLoading, run } = useRequest(ask)

  /** A visit with its dossiers: whoever corrects one thinks of them as one thing. */
  async function ask() {
    const record = await api.getHistory(table, id())
    const around = table === 'assists' ? dossierIds(view(), id(), record) : []
    const dossiers = await Promise.all(
      around.map(async (dossierId) =>
        toChanges('dossiers', dossierId, await api.getHistory('dossiers', dossierId)),
      ),
    )
    const changes = [...toChanges(table, id(), record), ...dossiers.flat()]
    return { made: record.made, changes: changes.sort((a, b) => b.at - a.at) }
  }

  const waiting = useView((now) => waitingChanges(now, table, id()))
  /** The ward knows nothing of a record that has not been sent. */
  const isOnlyHere = useView((now) => now.find(table, id()) !== undefined && now.verOf(table, id()) === 0)

  return {
    made: computed(() => data.value?.made),
    changes: computed(() => data.value?.changes),
    waiting,
    isOnlyHere,
    problem,
    isLoading,
    ask: () => run(),
  }
}

/** What this phone has not sent, the newest first. */
function waitingChanges(view: View, table: RecordTable, id: string): WaitingChange[] {
  const around = new Set([id])
  const assist = table === 'assists' ? view.find('assists', id) : undefined
  if (assist) for (const dossier of dossiersOf(view, assist)) around.add(dossier.id)
  return view.pending
    .flatMap(({ command }) =>
      changesOf(command).map((change) => ({
        ...change,
        key: `${command.id} ${change.path}`,
        at: command.at,
      })),
    )
    .filter(({ rowId }) => around.has(rowId))
    .reverse()
}

/** Those that the visit names, as far as this phone or its history knows them. */
function dossierIds(view: View, assistId: string, { changes }: RowHistory): string[] {
  const assist = view.find('assists', assistId)
  const here = assist ? dossiersOf(view, assist).filter(({ id }) => view.verOf('dossiers', id) > 0) : []
  const told = changes.flatMap(({ value }) =>
    value !== null && typeof value === 'object' && 'dossierId' in value ? [String(value.dossierId)] : [],
  )
  return [...new Set([...here.map(({ id }) => id), ...told])]
}

function toChanges(table: RecordTable, rowId: string, { changes }: RowHistory): HistoryChange[] {
  const standing = new Set<string>()
  return changes.map(({ path, value, at, memberName, stood, ver }, index) => {
    const isNow = stood && !standing.has(path)
    if (isNow) standing.add(path)
    const state = isNow ? 'now' : stood ? 'before' : 'gaveWay'
    return { table, rowId, path, value, at, memberName, state, key: `${rowId} ${ver} ${path} ${index}` }
  })
}
