// The form under the keyboards that people here use, by the browser's own input events: Android composes every word, an
// iPhone deletes back and types again without composing, and a computer's VNI does the same by keys. What is typed counts
// at every event, and neither the text nor the cursor is ever moved.
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cdp } from 'vitest/browser'
import { defineComponent, h, nextTick, reactive } from 'vue'
import { createMemoryHistory } from 'vue-router'
import type { WireRow } from '#protocol/sync.ts'
import { clientKey } from '../../src/client/composables/useClient.ts'
import type { Client } from '../../src/client/createClient.ts'
import { i18n, showLocale } from '../../src/client/i18n/index.ts'
import { createAppRouter } from '../../src/client/routes.ts'
import { beginAssistForm, type AssistForm } from '../../src/client/screens/assists/form/assistForm.ts'
import { beginDossier } from '../../src/client/screens/assists/form/formItems.ts'
import ItemsPart from '../../src/client/screens/assists/form/ItemsPart.vue'
import ResidentPart from '../../src/client/screens/assists/form/ResidentPart.vue'
import WhenWherePart from '../../src/client/screens/assists/form/WhenWherePart.vue'
import { createView } from '../../src/client/view/view.ts'
import { aProcedure, aResident, aTeam, aVolunteer, anId, ids, noon, today } from '../support/builders.ts'
import { waitFor } from '../support/patience.ts'

const rows = [
  { table: 'units', id: ids.team, row: aTeam() },
  { table: 'procedures', id: ids.procedure, row: aProcedure() },
  { table: 'residents', id: ids.resident, row: aResident({ name: 'Trần Thị Dương' }) },
].map((row) => ({ ver: 1, ...row }) as WireRow)

interface Keyboard {
  /** Types a word that stands as `word` in the end, through these texts. */
  type(steps: readonly string[]): Promise<void>
}

const send = (method: string, params: object) =>
  (cdp() as { send: (method: string, params: object) => Promise<unknown> }).send(method, params)

async function press(key: string, code: number): Promise<void> {
  const about = { key, code: key, windowsVirtualKeyCode: code, nativeVirtualKeyCode: code }
  await send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...about })
  await send('Input.dispatchKeyEvent', { type: 'keyUp', ...about })
}

/** Takes back what differs from the text before, and types the rest. */
async function retype(before: string, after: string, type: (text: string) => Promise<void>): Promise<void> {
  let same = 0
  while (same < before.length && before[same] === after[same]) same++
  for (let n = same; n < before.length; n++) await press('Backspace', 8)
  for (const letter of after.slice(same)) await type(letter)
}

const keyboards: Record<string, Keyboard> = {
  'Android, which composes': {
    async type(steps) {
      for (const text of steps)
        await send('Input.imeSetComposition', {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
        })
      await send('Input.insertText', { text: steps.at(-1) ?? '' })
    },
  },
  'an iPhone’s Telex, which deletes and types again': {
    async type(steps) {
      let before = ''
      for (const text of steps) {
        await retype(before, text, async (letter) => void (await send('Input.insertText', { text: letter })))
        before = text
      }
    },
  },
  'a computer’s VNI, by keys': {
    async type(steps) {
      let before = ''
      for (const text of steps) {
        await retype(before, text, async (letter) => {
          await send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, unmodifiedText: letter })
          await send('Input.dispatchKeyEvent', { type: 'keyUp' })
        })
        before = text
      }
    },
  },
}

/** "Dương" as it comes to stand there, letter by letter. */
const steps = ['D', 'Du', 'Dư', 'Dưo', 'Dươ', 'Dươn', 'Dương']

describe.each(Object.entries(keyboards))('under %s', (_name, keyboard) => {
  let form: AssistForm
  let wrapper: VueWrapper
  let made = 800

  beforeAll(() => showLocale('vi'))
  beforeEach(() => {
    const view = createView(aVolunteer, () => noon)
    view.hear({ rows })
    const newId = () => anId(made++)
    const client = { newId, clock: () => noon, view: () => view } as unknown as Client
    form = reactive(beginAssistForm({ newId, today, teamId: ids.team }))
    form.dossiers.push(beginDossier(newId))
    const Parts = defineComponent(() => () => {
      const props = { modelValue: form, errors: {}, isCorrection: false }
      return h('form', [h(ResidentPart, props), h(ItemsPart, props), h(WhenWherePart, props)])
    })
    wrapper = mount(Parts, {
      attachTo: document.body,
      global: {
        plugins: [createPinia(), createAppRouter(createMemoryHistory()), i18n],
        provide: { [clientKey as symbol]: client },
      },
    })
  })
  afterEach(() => wrapper.unmount())

  const fields = {
    name: { find: () => document.getElementById('name'), kept: () => form.name },
    note: { find: () => document.getElementById('note'), kept: () => form.note },
    procedure: {
      find: () => wrapper.find<HTMLInputElement>('[id$=".procedure"]').element,
      kept: () => form.dossiers[0]?.procedureText,
    },
  }

  it.each(Object.keys(fields) as (keyof typeof fields)[])(
    'the %s stands as it was typed, at every letter, with the cursor behind it',
    async (which) => {
      const field = fields[which].find() as HTMLInputElement
      const shown: string[] = []
      field.addEventListener('input', async () => {
        const { value } = field
        await nextTick()
        if (field.value !== value || fields[which].kept() !== value) shown.push(`${value} → ${field.value}`)
      })
      field.focus()
      await keyboard.type(steps)
      await waitFor(() => expect(fields[which].kept()).toBe('Dương'))
      expect(field.value).toBe('Dương')
      expect([field.selectionStart, field.selectionEnd]).toEqual([5, 5])
      expect(shown).toEqual([])
    },
  )

  it('a word mended in the middle of a name leaves the rest and the cursor where they are', async () => {
    const field = fields.name.find() as HTMLInputElement
    field.focus()
    await send('Input.insertText', { text: 'Trần  an' })
    field.setSelectionRange(5, 5)
    await keyboard.type(steps)
    await waitFor(() => expect(form.name).toBe('Trần Dương an'))
    expect(field.selectionStart).toBe(10)
  })

  it('somebody known is found in the middle of the word', async () => {
    ;(fields.name.find() as HTMLInputElement).focus()
    await keyboard.type(steps.slice(0, 5))
    await waitFor(() => expect(wrapper.find('[role=option]').text()).toContain('Trần Thị Dương'))
  })
})
