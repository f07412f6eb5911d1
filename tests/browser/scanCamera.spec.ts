// The camera of a phone: its light and its zoom where it has them, and why it does not open. Only the device is false.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openCamera } from '../../src/client/scan/camera.ts'

/** A moving picture of a canvas, with what the phone says that its camera can do. */
function aPhoneWhoseCamera(can: MediaTrackCapabilities) {
  const stream = document.createElement('canvas').captureStream()
  const [track] = stream.getVideoTracks()
  if (!track) throw new Error('A canvas has a track')
  const applied: unknown[] = []
  track.getCapabilities = () => can
  track.applyConstraints = async (constraints) => {
    applied.push(...(constraints?.advanced ?? []))
  }
  const asked = vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockResolvedValue(stream)
  return { track, applied, asked }
}

describe('the camera', () => {
  afterEach(() => vi.restoreAllMocks())

  it('is the one at the back, gives light and comes nearer, and is let go', async () => {
    const { track, applied, asked } = aPhoneWhoseCamera({ torch: true, zoom: { min: 1, max: 8 } })
    const camera = await openCamera()
    expect(asked.mock.calls[0]?.[0]).toMatchObject({ video: { facingMode: 'environment' }, audio: false })
    expect(camera).toMatchObject({ hasTorch: true, canZoom: true })
    await camera.setTorch(true)
    await camera.setZoom(true)
    await camera.setZoom(false)
    await camera.setTorch(false)
    expect(applied).toEqual([{ torch: true }, { zoom: 2 }, { zoom: 1 }, { torch: false }])
    camera.stop()
    expect(track.readyState).toBe('ended')
  })

  it('offers neither where the phone has neither', async () => {
    aPhoneWhoseCamera({ zoom: { min: 1, max: 1 } })
    expect(await openCamera()).toMatchObject({ hasTorch: false, canZoom: false })
  })

  it.each([
    ['NotAllowedError', 'cameraDenied'],
    ['NotFoundError', 'cameraMissing'],
    ['NotReadableError', 'cameraBusy'],
  ])('that does not open (%s) says why', async (name, code) => {
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('', name))
    await expect(openCamera()).rejects.toMatchObject({ code })
  })
})
