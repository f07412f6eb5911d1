// A visit being recorded or corrected: its form kept as a draft, and what saving it means.
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useClient } from '../../composables/useClient.ts'
import { useDraft } from '../../composables/useDraft.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useToast } from '../../composables/useToast.ts'
import { useSessionStore } from '../../stores/session.ts'
import { newestAssists, residentOf } from '../../view/assists.ts'
import { beginAssistForm, openAssistForm } from './assistForm.ts'
import { toCorrections, toRecordAssist } from './saveAssistForm.ts'

/** `assistId`: the visit to correct; `residentId`: for whom a new one begins. */
export function useAssistForm(assistId: string | undefined, residentId: string | undefined) {
  const { t } = useI18n()
  const client = useClient()
  const router = useRouter()
  const session = useSessionStore()
  const { today } = useFormat()
  const { show } = useToast()
  const view = client.view()
  const assist = assistId === undefined ? undefined : view.find('assists', assistId)
  const member = session.member
  const found = {
    resident: assist && residentOf(view, assist),
    dossier: (id: string) => view.find('dossiers', id),
    procedureName: (id: string) => view.find('procedures', id)?.name ?? '',
  }

  const initial = () => (assist ? openAssistForm(assist, found) : begin())
  const draft = useDraft(assist ? `assist:${assist.id}` : 'assist:new', initial)

  function begin() {
    const mine = newestAssists(view, ({ memberId, on }) => memberId === member?.id && on === today())
    return beginAssistForm({
      newId: client.newId,
      today: today(),
      teamId: member?.teamIds[0] ?? null,
      resident: residentId === undefined ? undefined : view.find('residents', residentId),
      place: mine[0]?.place,
    })
  }

  async function saveNew() {
    const form = draft.value.value
    await client.run('recordAssist', toRecordAssist(form, { memberId: member?.id ?? '', today: today() }))
    await draft.discard()
    const undo = () =>
      void client.run('withdrawAssist', { assistId: form.assistId, reason: t('assists.undone') })
    show({
      text: t('sync.saved'),
      detail: form.countOnly ? t('assists.countOnly') : form.name,
      actions: [
        { id: 'next', label: t('assistForm.next'), run: () => void router.push('/assists/new') },
        { id: 'undo', label: t('assistForm.undo'), run: undo },
      ],
    })
  }

  async function saveCorrection() {
    if (!assist) return
    const corrections = toCorrections(draft.value.value, assist, found)
    if (corrections.resident) {
      const { residentId: id } = corrections.resident
      await client.run('correctResident', corrections.resident, view.verOf('residents', id))
    }
    for (const change of corrections.dossiers) {
      await client.run('correctDossier', change, view.verOf('dossiers', change.dossierId))
    }
    if (corrections.assist)
      await client.run('correctAssist', corrections.assist, view.verOf('assists', assist.id))
    await draft.discard()
    show({ text: t('sync.saved'), detail: t('command.correctAssist') })
  }

  return {
    form: draft.value,
    restored: draft.restored,
    ready: draft.ready,
    teams: computed(() =>
      (member?.teamIds ?? []).map((value) => ({ value, label: view.find('units', value)?.name ?? '' })),
    ),
    known: () => ({ today: today(), findProcedure: (id: string) => view.find('procedures', id) }),
    startOver() {
      draft.value.value = initial()
      draft.restored.value = false
    },
    save: () => (assist ? saveCorrection() : saveNew()),
  }
}
