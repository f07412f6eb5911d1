// Teams that something was recorded for. Records outlast the people: a team without members may still have some, and only
// the ward knows.
import { computed } from 'vue'
import { useClient } from '../../composables/useClient.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useRequest } from '../../composables/useRequest.ts'

/** Before any visit. */
const begin = '2000-01-01'

export function useTeamsWithRecords() {
  const { api } = useClient()
  const { today } = useFormat()
  const { data, run } = useRequest(api.getFigures)
  const ids = computed(
    () => new Set(data.value?.teams.flatMap(({ teamId, counts }) => (counts.assists > 0 ? teamId : []))),
  )
  return {
    look: () => run({ from: begin, to: today() }),
    hasRecords: (teamId: string) => ids.value.has(teamId),
  }
}
