// A visit being recorded or corrected: its form kept as a draft, and what saving it means.
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { reachOf } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import type { TableName } from '#domain/tables.ts'
import { isTeam } from '#domain/unit.ts'
import { useClient } from '../../composables/useClient.ts'
import { useDraft } from '../../composables/useDraft.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useProblemText } from '../../composables/useProblemText.ts'
import { useToast } from '../../composables/useToast.ts'
import { useSessionStore } from '../../stores/session.ts'
import { newestAssist, residentOf } from '../../view/assists.ts'
import { beginAssistForm, openAssistForm, type Found, type Seen } from './assistForm.ts'
import { saveCorrections, toRecordAssist } from './saveAssistForm.ts'

/** `assistId`: the visit to correct; `residentId`: for whom a new one begins. */
export function useAssistForm(assistId: string | undefined, residentId: string | undefined) {
  const { t } = useI18n()
  const client = useClient()
  const router = useRouter()
  const session = useSessionStore()
  const { today } = useFormat()
  const { show } = useToast()
  const problemText = useProblemText()
  const view = client.view()
  const assist = assistId === undefined ? undefined : view.find('assists', assistId)
  const member = session.member
  const found: Found = {
    resident: assist && residentOf(view, assist),
    dossier: (id) => view.find('dossiers', id),
    procedureName: (id) => view.find('procedures', id)?.name ?? '',
  }
  const teams = teamsOfMember()

  const versionOf = (table: TableName, id: string) => view.verOf(table, id)
  const initial = () => (assist ? openAssistForm(assist, found, versionOf) : begin())
  const draft = useDraft(assist ? `assist:${assist.id}` : 'assist:new', initial)

  /** Teams for which this member may record. */
  function teamsOfMember() {
    if (!member) return []
    const hasWard = reachOf('recordAssist', { ...member, memberId: member.id }) === 'ward'
    return view
      .all('units')
      .filter((unit) => (hasWard ? isTeam(unit) : member.teamIds.includes(unit.id)))
      .map(({ id, name }) => ({ value: id, label: name }))
      .sort((a, b) => a.label.localeCompare(b.label, 'vi', { numeric: true }))
  }

  function begin() {
    const resident = residentId === undefined ? undefined : view.find('residents', residentId)
    const last = newestAssist(view, ({ memberId }) => memberId === member?.id)
    const earlier = teams.length === 1 ? teams[0] : teams.find(({ value }) => value === last?.teamId)
    return beginAssistForm({
      newId: client.newId,
      today: today(),
      teamId: resident?.teamId ?? earlier?.value ?? null,
      resident,
      place: last?.on === today() ? last.place : undefined,
    })
  }

  async function saveNew() {
    const form = draft.value.value
    await client.run('recordAssist', toRecordAssist(form, { memberId: member?.id ?? '', today: today() }))
    await draft.discard()
    show({
      text: t('sync.saved'),
      detail: form.countOnly ? t('assists.countOnly') : form.name,
      actions: [
        { id: 'next', label: t('assistForm.next'), run: () => void router.push('/assists/new') },
        { id: 'undo', label: t('assistForm.undo'), run: () => void undo(form.assistId) },
      ],
    })
  }

  async function undo(id: string) {
    try {
      await client.run('withdrawAssist', { assistId: id, reason: t('assists.undone') })
      show({ text: t('app.undone') })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      show({ text: problemText(error) })
    }
  }

  async function saveCorrection(seen: Seen) {
    await saveCorrections(draft.value.value, seen, { run: client.run, findDossier: found.dossier })
    await draft.discard()
    show({ text: t('sync.saved'), detail: t('command.correctAssist') })
  }

  return {
    form: draft.value,
    restored: draft.restored,
    draftProblem: draft.problem,
    ready: draft.ready,
    discard: draft.discard,
    teams,
    known: () => ({ today: today(), findProcedure: (id: string) => view.find('procedures', id) }),
    /** A draft outlived its saving when the phone went off between the two. */
    isSavedAlready: () => !assist && view.find('assists', draft.value.value.assistId) !== undefined,
    save() {
      const { seen } = draft.value.value
      return seen ? saveCorrection(seen) : saveNew()
    },
  }
}
