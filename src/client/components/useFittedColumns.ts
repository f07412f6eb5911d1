// A table in a box that may be narrower than it: how wide its columns are to be, and what of it is out of sight.
import { useEventListener, useResizeObserver } from '@vueuse/core'
import { nextTick, onMounted, ref, type Ref } from 'vue'
import { fitColumns } from './fitColumns.ts'

type ElementRef = Readonly<Ref<HTMLElement | null>>

export function useFittedColumns(scroller: ElementRef, table: ElementRef) {
  const overflows = ref(true)
  const hasMore = ref(false)
  const isAtStart = ref(true)
  /** Pixels; none while all columns fit. */
  const widths = ref<readonly number[]>([])
  /** The column that the edge cuts. */
  const cut = ref<number>()

  function look() {
    if (!scroller.value) return
    const { scrollWidth, clientWidth, scrollLeft } = scroller.value
    overflows.value = scrollWidth - clientWidth > 1
    hasMore.value = scrollWidth - clientWidth - scrollLeft > 1
    isAtStart.value = scrollLeft < 1
  }

  /** Looks how wide the columns are by themselves, and at the room for them. */
  async function measure() {
    const place = scroller.value?.scrollLeft ?? 0
    widths.value = []
    await nextTick()
    look()
    await nextTick()
    if (!scroller.value || !table.value) return
    const heads = [...table.value.querySelectorAll<HTMLElement>('thead th')]
    const natural = heads.map((head) => head.getBoundingClientRect().width)
    const fit = overflows.value ? fitColumns(natural, scroller.value.clientWidth) : undefined
    widths.value = fit?.widths ?? []
    cut.value = fit?.cut
    await nextTick()
    if (scroller.value) scroller.value.scrollLeft = place
    look()
  }

  onMounted(measure)
  // Whether it overflows changes its own size, so that is looked at in the next frame.
  useResizeObserver([scroller, table], () => requestAnimationFrame(() => void measure()))
  useEventListener(scroller, 'scroll', look, { passive: true })
  return { overflows, hasMore, isAtStart, widths, cut }
}
