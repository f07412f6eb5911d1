// The camera at the back of a phone, with its light and its zoom where the browser gives them (iOS gives neither).
import { Problem } from '#domain/problem.ts'

declare global {
  interface MediaTrackCapabilities {
    torch?: boolean
    zoom?: { min: number; max: number }
  }
  interface MediaTrackConstraintSet {
    torch?: boolean
    zoom?: number
  }
}

export interface Camera {
  readonly stream: MediaStream
  readonly hasTorch: boolean
  readonly canZoom: boolean
  setTorch(isOn: boolean): Promise<void>
  /** Twice as near, or as near as it goes. */
  setZoom(isNear: boolean): Promise<void>
  /** Somebody else took the camera. */
  onLost(tell: () => void): void
  stop(): void
}

/** Asks for the camera where it was not asked before. Throws `cameraDenied`, `cameraMissing` or `cameraBusy`. */
export async function openCamera(): Promise<Camera> {
  const stream = await getStream()
  const [track] = stream.getVideoTracks()
  if (!track) throw new Problem('cameraMissing')
  // Firefox has no such question.
  const { torch, zoom } = 'getCapabilities' in track ? track.getCapabilities() : {}
  const near = zoom && Math.min(zoom.max, zoom.min * 2)
  /** A phone that says it can and cannot goes on as it is. */
  const apply = (set: MediaTrackConstraintSet) =>
    track.applyConstraints({ advanced: [set] }).catch(() => undefined)
  return {
    stream,
    hasTorch: torch === true,
    canZoom: zoom !== undefined && near !== undefined && near > zoom.min,
    setTorch: (isOn) => apply({ torch: isOn }),
    async setZoom(isNear) {
      if (zoom && near) await apply({ zoom: isNear ? near : zoom.min })
    },
    onLost(tell) {
      track.addEventListener('ended', tell)
    },
    stop() {
      for (const one of stream.getTracks()) one.stop()
    },
  }
}

async function getStream(): Promise<MediaStream> {
  // Without HTTPS, and in some browsers inside other apps, there is nothing to ask.
  if (!('mediaDevices' in navigator)) throw new Problem('cameraMissing')
  const video = { facingMode: 'environment', width: { ideal: 1_920 }, height: { ideal: 1_080 } }
  try {
    return await navigator.mediaDevices.getUserMedia({ video, audio: false })
  } catch (error) {
    if (!(error instanceof DOMException) && !(error instanceof OverconstrainedError)) throw error
    throw new Problem(problems[error.name] ?? 'cameraBusy')
  }
}

const problems: Readonly<Record<string, 'cameraDenied' | 'cameraMissing'>> = {
  NotAllowedError: 'cameraDenied',
  SecurityError: 'cameraDenied',
  NotFoundError: 'cameraMissing',
  NotSupportedError: 'cameraMissing',
  OverconstrainedError: 'cameraMissing',
}

/** Whether the browser would ask the person now; where it does not tell, it may. */
export async function wouldAsk(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state === 'prompt'
  } catch {
    return true
  }
}
