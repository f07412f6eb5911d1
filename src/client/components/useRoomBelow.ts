import { useEventListener } from '@vueuse/core'
import { nextTick, ref, watch, type Ref } from 'vue'

/** Between the field and its list. */
const gap = 4
/** Of a list that is cut, this much at least is to be seen: three suggestions. */
const enough = 208
/** A list may be scrolled in one line and a bit, wherever it stands. */
const least = 64

/**
 * How high, in px, a list may be that opens below a field: down to the bars at the bottom, or to the phone's keyboard. A
 * field too low for its list is brought up below the header, without its label where even that is too low.
 */
export function useRoomBelow(
  isOpen: Readonly<Ref<boolean>>,
  {
    frame,
    field,
    wanted,
  }: { frame: () => Element | null; field: () => Element | null; wanted: () => number },
): Ref<number> {
  const room = ref(Number.POSITIVE_INFINITY)

  function measure() {
    const top = (field()?.getBoundingClientRect().bottom ?? 0) + gap
    const view = window.visualViewport
    const bars = [...document.querySelectorAll('.action-bar, .tab-bar')]
      .map((bar) => bar.getBoundingClientRect().top)
      .filter((bar) => bar > top)
    const bottom = Math.min(view ? view.offsetTop + view.height : window.innerHeight, ...bars)
    room.value = Math.max(Math.floor(bottom - top), least)
  }

  function bringUp(part: Element | null) {
    part?.scrollIntoView({ block: 'start' })
    measure()
  }

  function makeRoom() {
    measure()
    if (room.value < wanted()) bringUp(frame())
    if (room.value < Math.min(wanted(), enough)) bringUp(field())
  }

  // A tap is over before the page moves: its click must not fall on what came under the finger.
  watch(isOpen, (open) => open && void nextTick(() => requestAnimationFrame(makeRoom)))
  useEventListener(window.visualViewport ?? window, 'resize', () => isOpen.value && makeRoom())
  useEventListener(window, 'scroll', () => isOpen.value && measure(), { passive: true, capture: true })
  return room
}
