// The records behind a figure: on a phone that keeps the rows from the view, on the ward's screen page by page from the
// server, with what waits on this phone before them.
import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { reachOf } from '#domain/permissions.ts'
import type { FigureRecord } from '#protocol/figures.ts'
import { useClient } from '../../composables/useClient.ts'
import { useRequest } from '../../composables/useRequest.ts'
import { useView } from '../../composables/useView.ts'
import { useSessionStore } from '../../stores/session.ts'
import { recordsOf, type HereRecord, type RecordsAsked } from './recordsOf.ts'

export function useRecords(asked: ComputedRef<RecordsAsked>) {
  const client = useClient()
  const { member } = useSessionStore()
  const seesWard =
    member !== undefined && reachOf('seeFigures', { ...member, memberId: member.id }) === 'ward'
  const here = useView((view) => recordsOf(view, asked.value))
  const { data, problem, isLoading, run } = useRequest(client.api.getFigureRecords)
  /** By key: what is recorded meanwhile moves the pages, so that one record may come on two of them. */
  const heard = shallowRef(new Map<string, FigureRecord>())

  async function more() {
    const { period, ...narrowed } = asked.value
    const page = await run({ ...period, ...narrowed, after: data.value?.next ?? undefined })
    if (page) heard.value = new Map([...heard.value, ...page.records.map((one) => [one.key, one] as const)])
  }
  if (seesWard) {
    watch(
      asked,
      () => {
        data.value = undefined
        heard.value = new Map()
        void more()
      },
      { immediate: true },
    )
  }

  const waiting = computed(() => here.value.filter(({ isWaiting }) => isWaiting))
  const records = computed<HereRecord[]>(() =>
    seesWard
      ? [...waiting.value, ...[...heard.value.values()].map((one) => ({ ...one, isWaiting: false }))]
      : here.value,
  )
  /** Undefined until there is one: what is missing is not 0. */
  const total = computed(() =>
    seesWard ? data.value && data.value.total + waiting.value.length : here.value.length,
  )
  return {
    records,
    total,
    problem,
    isLoading,
    more,
    hasMore: computed(() => data.value?.next != null),
    /** Whether the visit behind a record can be opened here. */
    canOpen: ({ isWaiting }: HereRecord) => isWaiting || !seesWard,
  }
}
