// Forms that were begun and not saved, as a search finds them: each with what was typed and where it goes on.
import { computed, onMounted, shallowRef, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { joined } from '../../composables/joined.ts'
import { useClient } from '../../composables/useClient.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { isSaidIn } from '../../view/textsIn.ts'
import { placeOfBegun } from '../assists/form/begunVisits.ts'

export interface FoundDraft {
  readonly key: string
  readonly title: string
  readonly detail: string
  readonly to: string
}

interface KeptDraft extends FoundDraft {
  readonly value: object
}

export function useDraftSearch(query: Ref<string>): ComputedRef<FoundDraft[]> {
  const { t } = useI18n()
  const { drafts } = useClient()
  const format = useFormat()
  const kept = shallowRef<KeptDraft[]>([])

  onMounted(async () => {
    const all = (await drafts.list()).map(async ({ key, savedAt }) => {
      const to = placeOf(key)
      const value = to === undefined ? undefined : await drafts.load<object>(key)
      if (to === undefined || value === undefined) return []
      const title = nameIn(value) || t('search.noName')
      const detail = joined([t(`search.${kindOf(key)}`), format.nearTime(savedAt)])
      return [{ key, value, to, title, detail }]
    })
    kept.value = (await Promise.all(all)).flat()
  })

  return computed(() =>
    kept.value.filter(
      ({ value, title }) => query.value.trim() !== '' && isSaidIn([title, value], query.value),
    ),
  )
}

/** Other forms are no records. */
function placeOf(key: string): string | undefined {
  const [kind, id] = key.split(':')
  const begun = placeOfBegun(key)
  if (begun !== undefined) return begun
  if (kind === 'assist') return `/assists/${id}/correct`
  return kind === 'mend' ? `/outbox/${id}/mend` : undefined
}

function kindOf(key: string): 'begun' | 'correcting' | 'mending' {
  if (placeOfBegun(key) !== undefined) return 'begun'
  return key.startsWith('assist:') ? 'correcting' : 'mending'
}

function nameIn(value: object): string {
  return 'name' in value && typeof value.name === 'string' ? value.name.trim() : ''
}
