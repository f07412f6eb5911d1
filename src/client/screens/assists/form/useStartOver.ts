// A form that is begun anew in its own place; what was given up for it can be taken back for as long as the toast stands.
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { Problem } from '#domain/problem.ts'
import { beginAtTop } from '../../../composables/focusHeading.ts'
import { useProblemText } from '../../../composables/useProblemText.ts'
import { useToast } from '../../../composables/useToast.ts'

export function useStartOver() {
  const { t } = useI18n()
  const { show } = useToast()
  const problemText = useProblemText()
  /** Part of the form's key. */
  const begun = ref(0)

  function startOver(bringBack?: () => Promise<void>): void {
    begun.value++
    void beginAtTop()
    if (!bringBack) return
    const undo = { id: 'undo', label: t('app.undo'), run: () => void takeBack(bringBack) }
    show({ text: t('assistForm.discarded'), actions: [undo] })
  }

  async function takeBack(bringBack: () => Promise<void>) {
    try {
      await bringBack()
      begun.value++
      show({ text: t('app.undone') })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      show({ text: problemText(error) })
    }
  }

  return { begun, startOver }
}
