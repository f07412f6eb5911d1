// Known residents of a team as suggestions, with what tells namesakes apart.
import { useResidents } from '../../../composables/useResidents.ts'

export function usePersonOptions(teamId: () => string | null) {
  const residents = useResidents()
  return (query: string) =>
    residents.find(query, undefined, teamId()).map((resident) => ({
      value: resident.id,
      label: resident.name,
      labelLang: 'vi',
      detail: residents.detailOf(resident),
      resident,
    }))
}
