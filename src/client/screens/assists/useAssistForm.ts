// A visit being recorded, corrected or mended: its form kept as a draft, and what saving it means.
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { Assist } from '#domain/assist.ts'
import { reachOf } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import { isTeam } from '#domain/unit.ts'
import { useClient } from '../../composables/useClient.ts'
import { useDraft } from '../../composables/useDraft.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useProblemText } from '../../composables/useProblemText.ts'
import { useToast } from '../../composables/useToast.ts'
import { useSessionStore } from '../../stores/session.ts'
import { newestAssist, residentOf } from '../../view/assists.ts'
import { beginAssistForm, openAssistForm, type AssistForm, type Found, type Seen } from './assistForm.ts'
import { saveCorrections, toRecordAssist } from './saveAssistForm.ts'
import { findMatter, useMend } from './useMend.ts'

/** What the form is for: somebody's next visit, a visit to correct, or something that the ward refused. */
export type Purpose =
  | { readonly kind: 'record'; readonly residentId: string | undefined }
  | { readonly kind: 'correct'; readonly assistId: string }
  | { readonly kind: 'mend'; readonly commandId: string }

export function useAssistForm(purpose: Purpose) {
  const { t } = useI18n()
  const client = useClient()
  const router = useRouter()
  const session = useSessionStore()
  const { today } = useFormat()
  const { show } = useToast()
  const problemText = useProblemText()
  const view = client.view()
  const member = session.member
  const memberId = member?.id ?? ''
  const teams = teamsOfMember()
  const matter = purpose.kind === 'mend' ? findMatter(view, purpose.commandId) : undefined
  const mend = matter && useMend(matter, foundFor, memberId)
  const draft = useDraft(keyOf(purpose), begin)
  /** Whoever has one team need not be asked, unless what was refused was recorded for another. */
  const asksTeam = teams.length !== 1 || draft.value.value.teamId === null

  function begin(): AssistForm {
    if (mend) return beginMend(mend.begin())
    const assist = purpose.kind === 'correct' ? view.find('assists', purpose.assistId) : undefined
    if (assist) return openAssistForm(assist, foundFor(assist), view.verOf)
    return beginNew(purpose.kind === 'record' ? purpose.residentId : undefined)
  }

  function foundFor(assist: Assist): Found {
    return {
      resident: residentOf(view, assist),
      dossier: (id) => view.find('dossiers', id),
      procedureName: (id) => view.find('procedures', id)?.name ?? '',
    }
  }

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

  function beginNew(residentId: string | undefined) {
    const resident = residentId === undefined ? undefined : view.find('residents', residentId)
    const last = newestAssist(view, (assist) => assist.memberId === member?.id)
    const earlier = teams.length === 1 ? teams[0] : teams.find(({ value }) => value === last?.teamId)
    return beginAssistForm({
      newId: client.newId,
      today: today(),
      teamId: resident?.teamId ?? earlier?.value ?? null,
      resident,
      place: last?.on === today() ? last.place : undefined,
    })
  }

  /** A team in which this member may not record is not chosen again for them. */
  function beginMend(form: AssistForm): AssistForm {
    const isTheirs = form.seen !== null || teams.some(({ value }) => value === form.teamId)
    return isTheirs ? form : { ...form, teamId: null }
  }

  async function saveVisit() {
    const form = draft.value.value
    const args = toRecordAssist(form, { memberId, today: today() })
    await (mend ? mend.saveVisit(args) : client.run('recordAssist', args))
    await draft.discard()
    const detail = form.countOnly ? t('assists.countOnly') : form.name
    if (mend) return show({ text: t('sync.saved'), detail })
    show({
      text: t('sync.saved'),
      detail,
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
    const form = draft.value.value
    const findDossier = (id: string) => view.find('dossiers', id)
    await (mend
      ? mend.saveCorrection(form, seen)
      : saveCorrections(form, seen, { run: client.run, findDossier }))
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
    asksTeam,
    mend,
    known: () => ({ today: today(), findProcedure: (id: string) => view.find('procedures', id) }),
    /** A draft outlived its saving when the phone went off between the two. */
    isSavedAlready: () =>
      purpose.kind === 'record' && view.find('assists', draft.value.value.assistId) !== undefined,
    save() {
      const { seen } = draft.value.value
      return seen ? saveCorrection(seen) : saveVisit()
    },
  }
}

export function keyOf(purpose: Purpose): string {
  switch (purpose.kind) {
    case 'record':
      return 'assist:new'
    case 'correct':
      return `assist:${purpose.assistId}`
    case 'mend':
      return `mend:${purpose.commandId}`
  }
}
