// A change of a dossier that the ward refused, laid into the form in which it was made.
import type { Command, CommandArgs } from '#domain/commands.ts'
import type { Dossier } from '#domain/dossier.ts'
import { standsIn } from '#domain/dossierCodes.ts'
import type { Rows } from '#domain/command.ts'
import { toDateParts } from '../../components/dateParts.ts'
import { beginUpdate, type DossierUpdate } from './dossierForm.ts'

const shown: readonly string[] = ['state', 'code', 'dueOn', 'paidOnline', 'byPost', 'eCertified']

/** The dossier, if this form has a field for everything that was changed; others are mended in the form of the visit. */
export function dossierMendedBy({ name, args }: Command, rows: Rows): Dossier | undefined {
  if (name !== 'correctDossier' || !('dossierId' in args)) return undefined
  if (!Object.keys(args.changes).every((field) => shown.includes(field))) return undefined
  const assist = rows.find('assists', args.assistId)
  return assist && standsIn(assist, args.dossierId) ? rows.find('dossiers', args.dossierId) : undefined
}

export function beginMend(
  seen: Dossier,
  base: number,
  { changes }: CommandArgs<'correctDossier'>,
): DossierUpdate {
  const { state, code, dueOn, paidOnline, byPost, eCertified } = { ...seen, ...changes }
  const dueParts = toDateParts(dueOn ?? '')
  return {
    ...beginUpdate(seen, base),
    ...{ state, code: code ?? '', dueOn: dueOn ?? '', dueParts, paidOnline, byPost, eCertified },
  }
}
