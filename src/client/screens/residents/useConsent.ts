// Whether somebody who is known may be called about a dossier: said and taken back at any time, with a way back at once.
import { useI18n } from 'vue-i18n'
import { isAllowed } from '#domain/permissions.ts'
import { Problem } from '#domain/problem.ts'
import type { Resident } from '#domain/resident.ts'
import { useClient } from '../../composables/useClient.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useProblemText } from '../../composables/useProblemText.ts'
import { useToast } from '../../composables/useToast.ts'
import { useSessionStore } from '../../stores/session.ts'
import { newConsent } from './newConsent.ts'

export function useConsent() {
  const { t } = useI18n()
  const client = useClient()
  const session = useSessionStore()
  const { today } = useFormat()
  const problemText = useProblemText()
  const { show } = useToast()

  async function put(residentId: string, consents: Resident['consents'], done: Parameters<typeof show>[0]) {
    try {
      const base = client.view().verOf('residents', residentId)
      await client.run('correctResident', { residentId, changes: { consents } }, base)
      show(done)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      show({ text: problemText(error) })
    }
  }

  return {
    mayChange({ teamId, consents }: Resident): boolean {
      const me = session.member
      const mayCorrect =
        me !== undefined && isAllowed('correctResident', { ...me, memberId: me.id }, { teamId })
      return mayCorrect && consents.keepRecord !== undefined
    },

    /** Of what was agreed to the rest stays as it is. */
    async setFollowUp({ id, consents }: Resident, isGiven: boolean): Promise<void> {
      const { followUp: _before, ...others } = consents
      const given = newConsent({ memberId: session.member?.id ?? '', today: today() })
      const undo = () => void put(id, consents, { text: t('app.undone') })
      await put(id, isGiven ? { ...others, followUp: given } : others, {
        text: t('app.saved'),
        detail: `${t('residents.consents')}: ${t(isGiven ? 'residents.mayCall' : 'residents.mayNotCall')}`,
        actions: [{ id: 'undo', label: t('app.undo'), run: undo }],
      })
    },
  }
}
