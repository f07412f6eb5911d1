// What is typed is on the phone's disk at once: real Chromium, real IndexedDB, the app's own sealing.
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, type ComponentPublicInstance } from 'vue'
import { Problem } from '#domain/problem.ts'
import { clientKey } from '../../src/client/composables/useClient.ts'
import { useDraft } from '../../src/client/composables/useDraft.ts'
import type { Client, Drafts } from '../../src/client/createClient.ts'
import { openPhoneDatabase, type PhoneDatabase } from '../../src/client/db/database.ts'
import { loadDraft, saveDraft } from '../../src/client/db/drafts.ts'
import { newDataKey, toSealingKey } from '../../src/client/vault/pin.ts'
import { waitFor } from '../support/patience.ts'

interface Form {
  name: string
  note: string
}

const DraftForm = defineComponent({
  setup() {
    const draft = useDraft<Form>('assist:new', () => ({ name: '', note: '' }))
    return { draft }
  },
  render: () => h('form'),
})
type Shown = ComponentPublicInstance & { draft: ReturnType<typeof useDraft<Form>> }

describe('a draft', () => {
  let database: PhoneDatabase
  let key: CryptoKey
  let drafts: Pick<Drafts, 'load' | 'save' | 'discard'>
  let keepers: Set<() => Promise<void>>

  beforeEach(async () => {
    database = openPhoneDatabase(`draft-${crypto.randomUUID()}`)
    key = await toSealingKey(newDataKey())
    keepers = new Set()
    drafts = {
      load: async <T extends object>(name: string) => (await loadDraft(database, key, name)) as T | undefined,
      save: (name, value) => saveDraft(database, key, { key: name, value, savedAt: Date.now() }),
      discard: (name) => database.drafts.delete(name),
    }
  })
  afterEach(() => database.delete())

  async function open(): Promise<{ shown: Shown; close: () => void }> {
    const session = {
      beforeLock(keep: () => Promise<void>) {
        keepers.add(keep)
        return () => keepers.delete(keep)
      },
    }
    const client = { drafts, session } as unknown as Client
    const wrapper = mount(DraftForm, { global: { provide: { [clientKey as symbol]: client } } })
    const shown = wrapper.vm as unknown as Shown
    await shown.draft.ready
    return { shown, close: () => wrapper.unmount() }
  }

  function type(shown: Shown, text: string): void {
    for (const letter of text) shown.draft.value.value.name += letter
  }

  const kept = async () => (await drafts.load<Form>('assist:new'))?.name

  it('is kept at each keystroke, without a pause in typing and without leaving the form', async () => {
    const { shown } = await open()
    type(shown, 'Đặng Thị')
    await waitFor(async () => expect(await kept()).toBe('Đặng Thị'))
    type(shown, ' Dở Dang')
    await waitFor(async () => expect(await kept()).toBe('Đặng Thị Dở Dang'))
  })

  it('is offered to the next form of its kind, and only once it was discarded no more', async () => {
    const first = await open()
    expect(first.shown.draft.restored.value).toBe(false)
    type(first.shown, 'Đặng Thị Dở Dang')
    first.close()
    await waitFor(async () => expect(await kept()).toBe('Đặng Thị Dở Dang'))

    const second = await open()
    expect(second.shown.draft.restored.value).toBe(true)
    expect(second.shown.draft.value.value).toEqual({ name: 'Đặng Thị Dở Dang', note: '' })
    type(second.shown, '!')
    await second.shown.draft.discard()
    second.close()

    const third = await open()
    expect(third.shown.draft.restored.value).toBe(false)
    expect(third.shown.draft.value.value.name).toBe('')
  })

  it('comes back after it was discarded, and waits under another key when it is put aside', async () => {
    const first = await open()
    type(first.shown, 'Đặng Thị Dở Dang')
    await first.shown.draft.discard()
    expect(await kept()).toBeUndefined()
    first.close()
    await first.shown.draft.bringBack()
    expect(await kept()).toBe('Đặng Thị Dở Dang')

    const second = await open()
    await second.shown.draft.setAside('assist:new:1')
    type(second.shown, '!')
    second.close()
    expect(await kept()).toBeUndefined()
    expect(await drafts.load<Form>('assist:new:1')).toEqual({ name: 'Đặng Thị Dở Dang', note: '' })
  })

  it('is on the disk before the phone locks', async () => {
    const { shown } = await open()
    type(shown, 'Đặng')
    await Promise.all([...keepers].map((keep) => keep()))
    expect(await kept()).toBe('Đặng')
  })

  it('that cannot be read keeps nobody from typing', async () => {
    const sealed = crypto.getRandomValues(new Uint8Array(60))
    await database.drafts.put({ key: 'assist:new', savedAt: 1, sealed })
    const { shown } = await open()
    expect(shown.draft.restored.value).toBe(false)
    expect(await database.drafts.get('assist:new')).toMatchObject({ sealed })
    type(shown, 'Đặng')
    await waitFor(async () => expect(await kept()).toBe('Đặng'))
  })

  it('is kept although the browser closed the database beneath it', async () => {
    const { shown } = await open()
    type(shown, 'Đặng')
    await waitFor(async () => expect(await kept()).toBe('Đặng'))
    database.backendDB().close()
    type(shown, ' Thị')
    await waitFor(async () => expect(await kept()).toBe('Đặng Thị'))
  })

  it('says so while the disk is full, loses nothing of the form, and is kept with the next letter after', async () => {
    const save = drafts.save
    drafts.save = () => Promise.reject(new Problem('diskFull'))
    const { shown } = await open()
    type(shown, 'Đặng')
    await waitFor(() => expect(shown.draft.problem.value).toEqual({ code: 'diskFull' }))
    expect(shown.draft.value.value.name).toBe('Đặng')

    drafts.save = save
    type(shown, ' Thị')
    await waitFor(() => expect(shown.draft.problem.value).toBeUndefined())
    expect(await kept()).toBe('Đặng Thị')
  })
})
