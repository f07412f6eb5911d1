// A visit being recorded, corrected or mended: what its form begins with, and the form kept as a draft.
import type { Assist } from '#domain/assist.ts'
import { isInForce } from '#domain/procedure.ts'
import { useClient } from '../../../composables/useClient.ts'
import { useDraft } from '../../../composables/useDraft.ts'
import { useFormat } from '../../../composables/useFormat.ts'
import { useSessionStore } from '../../../stores/session.ts'
import { newestAssist, residentOf } from '../../../view/assists.ts'
import { beginAssistForm, type AssistForm } from './assistForm.ts'
import { asideKey, begunKey } from './begunVisits.ts'
import { beginDossier } from './formItems.ts'
import { openAssistForm, type Found } from './openAssistForm.ts'
import { isAbout, isUntold, type Asked } from './otherDraft.ts'
import { isRepeatable, repeatAssist } from './repeatAssist.ts'
import { useSaveAssist } from './useSaveAssist.ts'
import { findMatter, useMend } from './useMend.ts'
import { useTeams } from './useTeams.ts'

/** What the form is for: somebody's next visit, a visit to correct, or something that the ward refused. */
export type Purpose =
  | {
      readonly kind: 'record'
      readonly residentId?: string | undefined
      readonly procedureId?: string | undefined
      /** A visit that was begun and put aside. */
      readonly draftId?: string | undefined
    }
  | { readonly kind: 'correct'; readonly assistId: string }
  | { readonly kind: 'mend'; readonly commandId: string }

export function useAssistForm(purpose: Purpose) {
  const client = useClient()
  const session = useSessionStore()
  const { today } = useFormat()
  const view = client.view()
  const memberId = session.member?.id ?? ''
  const teams = useTeams()
  const matter = purpose.kind === 'mend' ? findMatter(view, purpose.commandId) : undefined
  const mend = matter && useMend(matter, foundFor, memberId)
  const isMine = (assist: Assist) => assist.memberId === memberId && !assist.withdrawn
  const last = newestAssist(view, isMine)
  const draft = useDraft(keyOf(purpose), begin)
  /** Whoever has one team need not be asked, unless what was refused was recorded for another. */
  const asksTeam = teams.length !== 1 || draft.value.value.teamId === null
  const repeatable =
    purpose.kind === 'record'
      ? newestAssist(view, (assist) => isMine(assist) && isRepeatable(assist))
      : undefined

  /** Whom or what it was asked for, as far as this phone knows them. */
  function asked(): Asked {
    if (purpose.kind !== 'record') return {}
    const { residentId = '', procedureId = '' } = purpose
    return {
      residentId: view.find('residents', residentId)?.id,
      procedureId: procedureInForce(procedureId)?.id,
    }
  }

  function begin(): AssistForm {
    if (mend) return beginMend(mend.begin())
    const assist = purpose.kind === 'correct' ? view.find('assists', purpose.assistId) : undefined
    if (assist) return openAssistForm(assist, foundFor(assist), view.verOf)
    return beginNew(purpose.kind === 'record' ? purpose : {})
  }

  function foundFor(assist: Assist): Found {
    return {
      resident: residentOf(view, assist),
      dossier: (id) => view.find('dossiers', id),
      procedureName: (id) => view.find('procedures', id)?.name ?? '',
      note: view.find('notes', assist.id)?.text,
    }
  }

  function beginNew(asked: { residentId?: string | undefined; procedureId?: string | undefined }) {
    const resident = asked.residentId === undefined ? undefined : view.find('residents', asked.residentId)
    const earlier = teams.length === 1 ? teams[0] : teams.find(({ value }) => value === last?.teamId)
    const form = beginAssistForm({
      newId: client.newId,
      today: today(),
      teamId: resident?.teamId ?? earlier?.value ?? null,
      resident,
      ...(last?.on === today() ? { place: last.place, helpMode: last.helpMode } : {}),
    })
    const procedure = asked.procedureId === undefined ? undefined : procedureInForce(asked.procedureId)
    if (procedure) form.dossiers.push(beginDossier(client.newId, procedure))
    return form
  }

  function procedureInForce(id: string) {
    const procedure = view.find('procedures', id)
    return procedure && isInForce(procedure, today()) ? procedure : undefined
  }

  /** A team in which this member may not record is not chosen again for them. */
  function beginMend(form: AssistForm): AssistForm {
    const isTheirs = form.seen !== null || teams.some(({ value }) => value === form.teamId)
    return isTheirs ? form : { ...form, teamId: null }
  }

  /** What came back is about somebody or something else than what was asked for. */
  const isOther = () => draft.restored.value && !isAbout(draft.value.value, asked())

  const { saveVisit, saveCorrection } = useSaveAssist(draft, mend, memberId)

  return {
    form: draft.value,
    restored: draft.restored,
    draftProblem: draft.problem,
    ready: draft.ready,
    discard: draft.discard,
    teams,
    asksTeam,
    mend,
    /** The last visit in which something can be done again. */
    repeatable,
    repeat() {
      if (!repeatable) return
      repeatAssist(draft.value.value, repeatable, {
        newId: client.newId,
        dossier: (id) => view.find('dossiers', id),
        procedure: procedureInForce,
      })
    },
    known: () => ({ today: today(), findProcedure: (id: string) => view.find('procedures', id) }),
    /** A draft that outlived its saving, when the phone went off between the two, or in which nothing was said yet. */
    isNothing() {
      const form = draft.value.value
      const isSaved = purpose.kind === 'record' && view.find('assists', form.assistId) !== undefined
      return isSaved || (isOther() && isUntold(form))
    },
    isOther,
    setAside: () => draft.setAside(asideKey(draft.value.value.assistId)),
    /** What was given up; a visit that was begun meanwhile waits aside. */
    async bringBack() {
      const key = keyOf(purpose)
      const meanwhile = await client.drafts.load<AssistForm>(key)
      if (meanwhile && purpose.kind === 'record' && !isUntold(meanwhile))
        await client.drafts.save(asideKey(meanwhile.assistId), meanwhile)
      await draft.bringBack()
    },
    save() {
      const { seen } = draft.value.value
      return seen ? saveCorrection(seen) : saveVisit()
    },
  }
}

export function keyOf(purpose: Purpose): string {
  switch (purpose.kind) {
    case 'record':
      return purpose.draftId === undefined ? begunKey : asideKey(purpose.draftId)
    case 'correct':
      return `assist:${purpose.assistId}`
    case 'mend':
      return `mend:${purpose.commandId}`
  }
}
