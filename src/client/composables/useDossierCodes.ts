// Which dossier has a code already, as far as this phone knows; what it does not know the ward will say.
import { toStoredDossierCode, type Dossier } from '#domain/dossier.ts'
import { codesAmong } from '#domain/dossierCodes.ts'
import { useClient } from './useClient.ts'

export function useDossierCodes() {
  const client = useClient()
  return {
    /** Another dossier than this one. */
    holderOf(typed: string, dossierId: string): Dossier | undefined {
      const code = toStoredDossierCode(typed)
      if (code === null) return undefined
      const view = client.view()
      const holder = codesAmong(() => view.all('dossiers'), view).holderOf(code)
      return holder === undefined || holder === dossierId ? undefined : view.find('dossiers', holder)
    },
  }
}
