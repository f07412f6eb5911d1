// A dossier being brought up to what the portal says: kept as a draft at every change, saved as one correction. What the
// ward refused of it is mended the same way, and goes again in the place of the refused one.
import { useI18n } from 'vue-i18n'
import type { Dossier } from '#domain/dossier.ts'
import { Problem } from '#domain/problem.ts'
import type { Matter } from '../../composables/reviewGroups.ts'
import { useClient } from '../../composables/useClient.ts'
import { useDraft } from '../../composables/useDraft.ts'
import { useProblemText } from '../../composables/useProblemText.ts'
import { useToast } from '../../composables/useToast.ts'
import { isOf } from '../assists/form/mendAssistForm.ts'
import { keyOf } from '../assists/form/useAssistForm.ts'
import { sendWaiting } from '../assists/sendAgain.ts'
import { beginUpdate, toChanges, toUndo, type Changes } from './dossierForm.ts'
import { beginMend } from './mendUpdate.ts'

export function useDossierUpdate(dossier: Dossier, mends?: Matter) {
  const { t } = useI18n()
  const client = useClient()
  const problemText = useProblemText()
  const { show } = useToast()
  const baseNow = () => client.view().verOf('dossiers', dossier.id)
  const refused = mends?.reviewed.command
  const key = refused ? keyOf({ kind: 'mend', commandId: refused.id }) : `dossier:${dossier.id}`
  const draft = useDraft(key, () =>
    refused && isOf(refused, 'correctDossier')
      ? beginMend(dossier, baseNow(), refused.args)
      : beginUpdate(dossier, baseNow()),
  )
  const about = { dossierId: dossier.id, assistId: dossier.assistId }

  async function save() {
    const { seen, base } = draft.value.value
    const changes = toChanges(draft.value.value)
    if (refused) await settle(refused.id, changes, base)
    else if (changes) await client.run('correctDossier', { ...about, changes }, base)
    await draft.discard()
    if (!changes) return
    const detail = t(`dossierState.${changes.state ?? seen.state}`)
    const undo = () => void giveBack(toUndo(seen, changes))
    const text = t(mends ? 'outbox.sentAgain' : 'app.saved')
    show({ text, detail, actions: [{ id: 'undo', label: t('app.undo'), run: undo }] })
  }

  async function settle(commandId: string, changes: Changes | undefined, base: number) {
    if (changes) await client.resend(commandId, 'correctDossier', { ...about, changes }, base)
    // Nothing of it was left to say.
    else await client.settle(commandId, 'discarded')
    await sendWaiting(client, mends?.waiting ?? [])
  }

  async function giveBack(changes: Changes) {
    try {
      await client.run('correctDossier', { ...about, changes }, baseNow())
      show({ text: t('app.undone') })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      show({ text: problemText(error) })
    }
  }

  return {
    form: draft.value,
    restored: draft.restored,
    draftProblem: draft.problem,
    ready: draft.ready,
    save,
  }
}
