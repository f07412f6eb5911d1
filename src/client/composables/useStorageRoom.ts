// How much this app has stored on the phone, what is left for it, and whether the browser has promised to keep it.
import { computed, onMounted, shallowRef } from 'vue'

const megabyte = 1_000_000
/** When so much is left, it is time to make room. */
const little = 50 * megabyte

export function useStorageRoom() {
  const room = shallowRef<{ used: number; left: number; quota: number; isKept: boolean }>()

  onMounted(async () => {
    const { storage } = navigator
    // Only a page of https, or of this machine, may ask.
    if (!storage) return
    const [{ usage = 0, quota = 0 }, isKept] = await Promise.all([storage.estimate(), storage.persisted()])
    if (quota > 0) room.value = { used: usage, left: Math.max(0, quota - usage), quota, isKept }
  })

  return {
    room,
    isLittle: computed(() => room.value !== undefined && room.value.left < little),
  }
}

export function toMegabytes(bytes: number): number {
  return Math.ceil(bytes / megabyte)
}
