// What is said while a card is looked for: of the photo and of what was typed only what came last.
import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import '../../src/client/styles/main.css'
import ScanLook from '../../src/client/screens/scan/ScanLook.vue'
import { useCardReader } from '../../src/client/screens/scan/useCardReader.ts'
import { createView } from '../../src/client/view/view.ts'
import { aVolunteer, ids, noon } from '../support/builders.ts'
import { aScreen } from '../support/screen.ts'
import { waitFor } from '../support/patience.ts'

enableAutoUnmount(afterEach)
afterEach(() => vi.restoreAllMocks())

const world = {
  view: createView(aVolunteer, () => noon),
  member: { id: ids.volunteer, name: 'Thành Viên', role: 'volunteer' as const, teamIds: [ids.team] },
  clock: () => noon,
}

async function open(trouble = 'NotAllowedError'): Promise<VueWrapper> {
  const refusal = new DOMException('', trouble)
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(refusal)
  return aScreen(ScanLook, {
    ...world,
    props: { headingId: 'look', explained: true, typed: undefined },
  })
}

async function takePhoto(): Promise<void> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 })
  canvas.getContext('2d')?.fillRect(0, 0, 64, 64)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve))
  const files = new DataTransfer()
  files.items.add(new File([blob ?? ''], 'photo.png', { type: 'image/png' }))
  const input = document.getElementById('cardPhoto') as HTMLInputElement
  input.files = files.files
  input.dispatchEvent(new Event('change'))
}

async function type(screen: VueWrapper, text: string): Promise<void> {
  await screen.get('#typedCard').setValue(text)
  await screen.get('#typedCard').trigger('keydown', { key: 'Enter' })
}

it('says one thing of what was tried, the latest', async () => {
  const screen = await open()
  const said = () => screen.findAll('.field-note').map((note) => note.text())
  const [ofPhoto, ofTyped] = ['Chưa thấy mã trong ảnh', 'Đây không phải mã trên thẻ căn cước']
  const shows = (text: string) => waitFor(() => expect(said()).toEqual([expect.stringContaining(text)]))
  await takePhoto()
  await shows(ofPhoto)
  await type(screen, '00020101021138570010A000000727')
  await shows(ofTyped)
  await takePhoto()
  await shows(ofPhoto)
})

it('says nothing of a photo, or of what was typed before, while something is typed', async () => {
  const screen = await open()
  const said = () => screen.findAll('.field-note').length
  await takePhoto()
  await waitFor(() => expect(said()).toBe(1))
  await screen.get('#typedCard').setValue('0')
  expect(said()).toBe(0)
  await type(screen, '00')
  expect(said()).toBe(1)
  await screen.get('#typedCard').setValue('001')
  expect(said()).toBe(0)
})

it('tells of the frame and of taking a photo only where there is a camera', async () => {
  const screen = await open('NotFoundError')
  const photo = () => screen.get('#cardPhoto').attributes('capture')
  expect(screen.text()).toContain('Đưa mã QR vào khung')
  await waitFor(() => expect(screen.text()).toContain('Không mở được máy ảnh ở đây'))
  expect(screen.text()).not.toContain('Đưa mã QR vào khung')
  expect(screen.text()).toContain('Chọn ảnh có mã')
  expect(photo()).toBeUndefined()
  vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('', 'NotAllowedError'))
  await screen.get('.camera-view button').trigger('click')
  await waitFor(() => expect(screen.text()).toContain('Chụp ảnh mã'))
  expect(photo()).toBe('environment')
})

it('lets what is said of a photo be read before the camera tells of another code that it sees', async () => {
  let reader: ReturnType<typeof useCardReader> | undefined
  const Reader = defineComponent({
    setup() {
      reader = useCardReader(() => undefined)
      return () => null
    },
  })
  await aScreen(Reader, world)
  const photo = reader?.readPhoto(new Blob(['no picture']))
  await reader?.readTexts(['https://example.vn'])
  expect(reader?.problem.value).toBeUndefined()
  await photo
  await reader?.readTexts(['https://example.vn'])
  expect(reader?.problem.value).toBe('qrNotFound')
  const later = performance.now() + 5_000
  vi.spyOn(performance, 'now').mockReturnValue(later)
  await reader?.readTexts(['https://example.vn'])
  expect(reader?.problem.value).toBe('qrNotIdCard')
})
