// What was handed to the lead, by the id of its command, as far as it still lies on this phone: of somebody new nothing else
// here has the name.
import { shallowRef, watch } from 'vue'
import type { Command } from '#domain/commands.ts'
import { useClient } from '../../composables/useClient.ts'
import { useView } from '../../composables/useView.ts'

export function useHandedOver() {
  const client = useClient()
  const handed = shallowRef<ReadonlyMap<string, Command>>(new Map())
  const told = useView(({ notices }) =>
    notices.flatMap((notice) => (notice.kind === 'settled' ? notice.commandId : [])),
  )

  async function read(ids: readonly string[]) {
    const found = await Promise.all(ids.map((id) => client.findHanded(id)))
    // What was told meanwhile is read in its own turn.
    if (ids !== told.value) return
    handed.value = new Map(found.flatMap((command) => (command ? [[command.id, command]] : [])))
  }
  watch(told, read, { immediate: true })
  return handed
}
