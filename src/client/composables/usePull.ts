// A finger that pulls the page down from its very top, as far as it goes and what it asks for then. It only watches: the
// page scrolls as ever, and the browser's own reload is switched off by `overscroll-behavior`.
import { useEventListener } from '@vueuse/core'
import { ref } from 'vue'

/** How far a finger must come, so that nobody asks by accident. */
const enough = 120
/** What is drawn follows the finger by half of its way. */
const most = 72

export function usePull(run: () => Promise<void>, isOn: () => boolean) {
  const distance = ref(0)
  const isEnough = ref(false)
  const isRunning = ref(false)
  let start: Touch | undefined

  function end() {
    start = undefined
    distance.value = 0
    isEnough.value = false
  }

  useEventListener(window, 'touchstart', ({ touches }: TouchEvent) => {
    end()
    if (touches.length === 1 && window.scrollY <= 0 && !isRunning.value && isOn()) start = touches[0]
  })
  useEventListener(
    window,
    'touchmove',
    ({ touches }: TouchEvent) => {
      const touch = touches[0]
      if (!start || !touch) return
      const down = touch.clientY - start.clientY
      const across = Math.abs(touch.clientX - start.clientX)
      if (touches.length > 1 || window.scrollY > 0 || across > Math.max(down, 24)) return end()
      distance.value = Math.min(most, Math.max(0, down / 2))
      isEnough.value = down >= enough
    },
    { passive: true },
  )
  useEventListener(window, 'touchcancel', end)
  useEventListener(window, 'touchend', async () => {
    const asks = start !== undefined && isEnough.value
    end()
    if (!asks) return
    isRunning.value = true
    await run().finally(() => {
      isRunning.value = false
    })
  })

  return { distance, isEnough, isRunning }
}
