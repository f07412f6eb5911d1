// The teams for which a member may record a visit.
import { reachOf } from '#domain/permissions.ts'
import { isTeam } from '#domain/unit.ts'
import { useClient } from '../../../composables/useClient.ts'
import { useSessionStore } from '../../../stores/session.ts'

export function useTeams(): { value: string; label: string }[] {
  const view = useClient().view()
  const { member } = useSessionStore()
  if (!member) return []
  const hasWard = reachOf('recordAssist', { ...member, memberId: member.id }) === 'ward'
  return view
    .all('units')
    .filter((unit) => (hasWard ? isTeam(unit) : member.teamIds.includes(unit.id)))
    .map(({ id, name }) => ({ value: id, label: name }))
    .sort((a, b) => a.label.localeCompare(b.label, 'vi', { numeric: true }))
}
