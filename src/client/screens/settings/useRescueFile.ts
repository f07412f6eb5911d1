// The rescue file in the hand of a person: written to the phone, or passed on by whatever the phone shares with.
import { shallowRef } from 'vue'
import { dayAt } from '#domain/period.ts'
import { useClient } from '../../composables/useClient.ts'
import { useRequest } from '../../composables/useRequest.ts'

/** A text file: what phones let be shared by any messenger. */
const type = 'text/plain'

export function useRescueFile() {
  const client = useClient()
  const made = shallowRef<File>()
  const { run, problem, isLoading } = useRequest(async () => {
    const sealed = await client.makeRescueFile()
    return new File([JSON.stringify(sealed)], `to-so-cuu-ho-${dayAt(client.clock())}.txt`, { type })
  })

  /** Makes it and writes it to the phone. */
  async function write(): Promise<void> {
    const file = await run()
    if (!file) return
    made.value = file
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = file.name
    link.click()
    URL.revokeObjectURL(link.href)
  }

  /** Whoever calls it off has not failed. */
  async function share(): Promise<void> {
    if (!made.value) return
    await navigator.share({ files: [made.value] }).catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error
    })
  }

  const canShare = () =>
    made.value !== undefined && 'canShare' in navigator && navigator.canShare({ files: [made.value] })

  return { write, share, canShare, made, problem, isLoading }
}
