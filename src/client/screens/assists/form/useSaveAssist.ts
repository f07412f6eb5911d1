// What saving the form of a visit means: its commands, the draft that is over, and what is said of it.
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { Dossier, DossierState } from '#domain/dossier.ts'
import { Problem } from '#domain/problem.ts'
import type { Resident } from '#domain/resident.ts'
import { useClient } from '../../../composables/useClient.ts'
import type { Draft } from '../../../composables/useDraft.ts'
import { useFormat } from '../../../composables/useFormat.ts'
import { useProblemText } from '../../../composables/useProblemText.ts'
import { useToast } from '../../../composables/useToast.ts'
import { newConsent } from '../../residents/newConsent.ts'
import type { AssistForm, Seen } from './assistForm.ts'
import { warningOf } from './checkAssistForm.ts'
import { saveCorrections } from './saveCorrections.ts'
import { toRecordAssist } from './toRecordAssist.ts'
import type { Mend } from './useMend.ts'

type Added = Partial<Pick<Resident, 'idHash' | 'idLastFour' | 'consents'>>

/** What a visit changed around itself. */
interface Around {
  /** Somebody known, as they were, and what was added to them. */
  readonly person: { before: Resident; added: Added } | undefined
  /** As they were. */
  readonly returned: readonly Dossier[]
}

export function useSaveAssist(draft: Draft<AssistForm>, mend: Mend | undefined, memberId: string) {
  const { t } = useI18n()
  const client = useClient()
  const router = useRouter()
  const { today } = useFormat()
  const { show } = useToast()
  const problemText = useProblemText()

  async function saveVisit() {
    const form = draft.value.value
    const args = toRecordAssist(form, { memberId, today: today() })
    // What may be said twice goes first: a save that was cut off is tried again as a whole. But nothing is said around a
    // visit that is not saved as it is.
    client.check('recordAssist', args)
    const around = { person: await addToPerson(form), returned: await markReturned(form) }
    await (mend ? mend.saveVisit(args) : client.run('recordAssist', args))
    await draft.discard()
    const said = {
      text: t(mend ? 'outbox.sentAgain' : 'app.saved'),
      detail: [nameOf(form), noteWarning(form)].filter(Boolean).join('. '),
    }
    if (mend) return show(said)
    show({
      ...said,
      actions: [
        { id: 'next', label: t('assistForm.next'), run: () => void router.push('/assists/new') },
        { id: 'undo', label: t('assistForm.undo'), run: () => void undo(form, around) },
      ],
    })
  }

  const nameOf = ({ countOnly, name }: AssistForm) => (countOnly ? t('assists.countOnly') : name.trim())

  /** Nobody is held up by it, but whoever saved right out of the field has not read it. */
  function noteWarning({ note }: AssistForm) {
    const report = warningOf('note', note)
    return report && problemText(report)
  }

  /** Somebody known is found by the card that was scanned for the first time, and called if they now agreed to it. */
  async function addToPerson(form: AssistForm): Promise<Around['person']> {
    const { knownId, countOnly } = form
    const before = knownId === null || countOnly ? undefined : client.view().find('residents', knownId)
    if (!before) return undefined
    const added = { ...cardOf(form, before), ...consentOf(form, before) }
    if (Object.keys(added).length === 0) return undefined
    await correctPerson(before.id, added)
    return { before, added }
  }

  function cardOf({ idHash, idLastFour }: AssistForm, before: Resident): Added {
    return idHash === null || before.idHash !== null ? {} : { idHash, idLastFour: idLastFour.trim() || null }
  }

  function consentOf({ followUp }: AssistForm, { consents }: Resident): Added {
    if (!followUp || consents.followUp || !consents.keepRecord) return {}
    return { consents: { ...consents, followUp: newConsent({ memberId, today: today() }) } }
  }

  function correctPerson(residentId: string, changes: Added) {
    return client.run(
      'correctResident',
      { residentId, changes },
      client.view().verOf('residents', residentId),
    )
  }

  /** A result that was handed over is a dossier's last state. Gives the dossiers as they were. */
  async function markReturned({ laters }: AssistForm): Promise<Dossier[]> {
    const view = client.view()
    const before = laters.flatMap(({ dossierId, act }) => {
      const dossier = act === 'result' && dossierId !== null ? view.find('dossiers', dossierId) : undefined
      return dossier && dossier.state !== 'resultReturned' ? [dossier] : []
    })
    for (const dossier of before) await setState(dossier, 'resultReturned')
    return before
  }

  function setState({ id, assistId }: Dossier, state: DossierState) {
    const args = { dossierId: id, assistId, changes: { state } }
    return client.run('correctDossier', args, client.view().verOf('dossiers', id))
  }

  async function undo(form: AssistForm, { person, returned }: Around) {
    try {
      await client.run('withdrawAssist', { assistId: form.assistId, reason: t('assists.undone') })
      for (const dossier of returned) await setState(dossier, dossier.state)
      if (person) await takeBack(person)
      show({ text: t('app.undone'), detail: nameOf(form) })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      show({ text: problemText(error) })
    }
  }

  /** What somebody put right in these ten seconds stays. */
  async function takeBack({ before, added }: NonNullable<Around['person']>) {
    const now = client.view().find('residents', before.id)
    if (!now) return
    const isCard = 'idHash' in added && now.idHash === added.idHash && now.idLastFour === added.idLastFour
    const isConsent = 'consents' in added && JSON.stringify(now.consents) === JSON.stringify(added.consents)
    const { idHash, idLastFour, consents } = before
    const changes = { ...(isCard ? { idHash, idLastFour } : {}), ...(isConsent ? { consents } : {}) }
    if (isCard || isConsent) await correctPerson(before.id, changes)
  }

  async function saveCorrection(seen: Seen) {
    const form = draft.value.value
    const findDossier = (id: string) => client.view().find('dossiers', id)
    const isSentAgain = await mend?.saveCorrection(form, seen)
    if (!mend) await saveCorrections(form, seen, { run: client.run, findDossier })
    await draft.discard()
    show({ text: t(isSentAgain ? 'outbox.sentAgain' : 'assistForm.corrected'), detail: nameOf(form) })
  }

  return { saveVisit, saveCorrection }
}
