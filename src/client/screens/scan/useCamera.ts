// The camera while somebody scans: it is open only as long as it is seen, and starts again when the app comes back. Frames
// are read one after the other with a rest between them, so that none piles up and the buttons answer.
import { useDocumentVisibility } from '@vueuse/core'
import { onScopeDispose, ref, shallowRef, watch, type ShallowRef } from 'vue'
import { Problem, type ProblemCode } from '#domain/problem.ts'
import { openCamera, wouldAsk, type Camera } from '../../scan/camera.ts'
import { openDecoder } from '../../scan/decoder.ts'

/** At least so long between two frames, in milliseconds; on a slow phone as long as the reading took. */
const rest = 60

/** Once it was let in, nothing needs to be said before the browser asks again. */
let wasOpen = false

/** `isExplained`: it was said already what the browser will ask. `onTexts`: true ends the scan. */
export function useCamera(
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  options: { isExplained: () => boolean; onTexts: (texts: readonly string[]) => Promise<boolean> },
) {
  /** `asking`: the person is told first what the browser will ask. */
  const state = ref<'starting' | 'asking' | 'looking' | 'off'>('starting')
  const problem = ref<ProblemCode>()
  const camera = shallowRef<Camera>()
  const isLit = ref(false)
  const isNear = ref(false)
  let running: AbortController | undefined

  async function begin(): Promise<void> {
    const isKnown = wasOpen || options.isExplained() || !(await wouldAsk())
    if (state.value !== 'starting') return
    if (isKnown) await start()
    else state.value = 'asking'
  }

  async function start(): Promise<void> {
    stop()
    const { signal } = (running = new AbortController())
    state.value = 'starting'
    problem.value = undefined
    try {
      const opened = await openCamera()
      if (signal.aborted || !video.value) return opened.stop()
      signal.addEventListener('abort', () => opened.stop())
      opened.onLost(() => fail(new Problem('cameraBusy')))
      wasOpen = true
      camera.value = opened
      video.value.srcObject = opened.stream
      state.value = 'looking'
      await look(video.value, signal)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (!signal.aborted) fail(error)
    }
  }

  async function look(seen: HTMLVideoElement, signal: AbortSignal): Promise<void> {
    const decoder = await openDecoder()
    while (!signal.aborted) {
      await nextFrame(seen)
      if (signal.aborted || seen.videoWidth === 0) continue
      const begun = performance.now()
      const texts = await decoder.readFrame(seen)
      if (signal.aborted) return
      if (texts.length > 0 && (await options.onTexts(texts))) return stop()
      await new Promise((resolve) => setTimeout(resolve, Math.max(rest, performance.now() - begun)))
    }
  }

  function fail({ code }: Problem): void {
    stop()
    problem.value = code
    state.value = 'off'
  }

  function stop(): void {
    running?.abort()
    running = undefined
    camera.value = undefined
    isLit.value = isNear.value = false
  }

  watch(useDocumentVisibility(), (visibility) => {
    if (visibility === 'hidden') stop()
    else if (state.value === 'looking' || state.value === 'starting') void start()
  })
  onScopeDispose(stop)

  return {
    state,
    problem,
    camera,
    isLit,
    isNear,
    begin,
    start,
    async light() {
      await camera.value?.setTorch((isLit.value = !isLit.value))
    },
    async zoom() {
      await camera.value?.setZoom((isNear.value = !isNear.value))
    },
  }
}

/** Not every browser tells of frames. */
function nextFrame(video: HTMLVideoElement): Promise<unknown> {
  return new Promise((resolve) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(resolve)
    else setTimeout(resolve, rest)
  })
}
