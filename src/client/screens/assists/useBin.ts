// Taking a withdrawn visit back out of the bin, and back into it at once where that was not meant.
import { useI18n } from 'vue-i18n'
import { Problem } from '#domain/problem.ts'
import { useAssistWords } from '../../composables/useAssistWords.ts'
import { useClient } from '../../composables/useClient.ts'
import { useProblemText } from '../../composables/useProblemText.ts'
import { useToast } from '../../composables/useToast.ts'

export function useBin() {
  const { t } = useI18n()
  const client = useClient()
  const words = useAssistWords()
  const problemText = useProblemText()
  const { show } = useToast()

  function nameOf(assistId: string): string {
    const view = client.view()
    const assist = view.find('assists', assistId)
    return assist ? words.who(view, assist) : ''
  }
  const baseOf = (assistId: string) => client.view().verOf('assists', assistId)

  async function attempt(work: () => Promise<void>, done: Parameters<typeof show>[0]): Promise<void> {
    try {
      await work()
      show(done)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      show({ text: problemText(error) })
    }
  }

  const restored = (assistId: string) => client.run('restoreAssist', { assistId }, baseOf(assistId))
  const withdrawn = (assistId: string, reason: string) =>
    client.run('withdrawAssist', { assistId, reason }, baseOf(assistId))

  /** Says so at the bottom, with a way back. Throws the Problem for which it was not withdrawn. */
  async function withdraw(assistId: string, reason: string): Promise<void> {
    await withdrawn(assistId, reason)
    const undo = () => void attempt(() => restored(assistId), { text: t('app.undone') })
    show({
      text: t('assists.withdrawn'),
      detail: nameOf(assistId),
      actions: [{ id: 'undo', label: t('app.undo'), run: undo }],
    })
  }

  async function restore(assistId: string): Promise<void> {
    const reason = client.view().find('assists', assistId)?.withdrawn?.reason ?? ''
    const undo = () => void attempt(() => withdrawn(assistId, reason), { text: t('app.undone') })
    await attempt(() => restored(assistId), {
      text: t('assists.restored'),
      detail: nameOf(assistId),
      actions: [{ id: 'undo', label: t('app.undo'), run: undo }],
    })
  }

  return { withdraw, restore }
}
