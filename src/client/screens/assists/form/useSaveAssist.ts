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
import type { AssistForm, Seen } from './assistForm.ts'
import { warningOf } from './checkAssistForm.ts'
import { saveCorrections } from './saveCorrections.ts'
import { toRecordAssist } from './toRecordAssist.ts'
import type { Mend } from './useMend.ts'

type Card = Pick<Resident, 'idHash' | 'idLastFour'>

/** What a visit changed around itself. */
interface Around {
  /** Whose card it was that was added, and what it took the place of. */
  readonly card: { residentId: string; before: Card; added: Card } | undefined
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
    const around = { card: await addCard(form), returned: await markReturned(form) }
    await (mend ? mend.saveVisit(args) : client.run('recordAssist', args))
    await draft.discard()
    const said = {
      text: t('sync.saved'),
      detail: [nameOf(form), noteWarning(form)].filter(Boolean).join('. '),
    }
    if (mend) return show(said)
    show({
      ...said,
      actions: [
        { id: 'next', label: t('assistForm.next'), run: () => void router.push('/assists/new') },
        { id: 'undo', label: t('assistForm.undo'), run: () => void undo(form.assistId, around) },
      ],
    })
  }

  const nameOf = ({ countOnly, name }: AssistForm) => (countOnly ? t('assists.countOnly') : name.trim())

  /** Nobody is held up by it, but whoever saved right out of the field has not read it. */
  function noteWarning({ note }: AssistForm) {
    const report = warningOf('note', note)
    return report && problemText(report)
  }

  /** Somebody known whose card was scanned for the first time is found by it from now on. */
  async function addCard({ knownId, countOnly, idHash, idLastFour }: AssistForm): Promise<Around['card']> {
    if (knownId === null || countOnly || idHash === null) return undefined
    const before = client.view().find('residents', knownId)
    if (before?.idHash !== null) return undefined
    const added = { idHash, idLastFour: idLastFour.trim() || null }
    await setCard(knownId, added)
    return { residentId: knownId, before: { idHash: null, idLastFour: before.idLastFour }, added }
  }

  function setCard(residentId: string, changes: Card) {
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

  async function undo(assistId: string, { card, returned }: Around) {
    try {
      await client.run('withdrawAssist', { assistId, reason: t('assists.undone') })
      for (const dossier of returned) await setState(dossier, dossier.state)
      if (card) await takeBackCard(card)
      show({ text: t('app.undone') })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      show({ text: problemText(error) })
    }
  }

  /** What somebody put right in these ten seconds stays. */
  async function takeBackCard({ residentId, before, added }: NonNullable<Around['card']>) {
    const now = client.view().find('residents', residentId)
    if (now?.idHash === added.idHash && now.idLastFour === added.idLastFour) await setCard(residentId, before)
  }

  async function saveCorrection(seen: Seen) {
    const form = draft.value.value
    const findDossier = (id: string) => client.view().find('dossiers', id)
    await (mend
      ? mend.saveCorrection(form, seen)
      : saveCorrections(form, seen, { run: client.run, findDossier }))
    await draft.discard()
    show({ text: t('sync.saved'), detail: t('command.correctAssist') })
  }

  return { saveVisit, saveCorrection }
}
