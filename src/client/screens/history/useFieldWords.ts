// A field of a row and what stands in it, in the words of the forms.
import * as v from 'valibot'
import { useI18n } from 'vue-i18n'
import { helpModes, places } from '#domain/assist.ts'
import { itemSchema } from '#domain/assistItem.ts'
import { dossierStates } from '#domain/dossier.ts'
import { formatPhone } from '#domain/identity.ts'
import { roles } from '#domain/member.ts'
import { isDay } from '#domain/period.ts'
import { onlineLevelSchema } from '#domain/procedure.ts'
import type { TableName } from '#domain/tables.ts'
import { useAssistWords } from '../../composables/useAssistWords.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useLevelWords } from '../../composables/useLevelWords.ts'
import type { View } from '../../view/view.ts'

/** A field by its place. `path` is its name, or `items/<id>` (domain/merge). */
export interface FieldRef {
  readonly table: TableName
  readonly rowId: string
  readonly path: string
}

const labels: Partial<Record<TableName, Readonly<Record<string, string>>>> = {
  assists: {
    on: 'assistForm.on',
    place: 'assistForm.place',
    helpMode: 'assistForm.helpMode',
    residentId: 'assistForm.who',
    items: 'assistForm.what',
    withdrawn: 'assist.withdraw',
    corrections: 'correction.reason',
    teamId: 'nav.team',
  },
  dossiers: {
    procedureId: 'assistForm.procedure',
    level: 'assistForm.level',
    code: 'assistForm.code',
    paidOnline: 'assistForm.paidOnline',
    byPost: 'assistForm.byPost',
    eCertified: 'assistForm.eCertified',
    dueOn: 'field.dueOn',
    state: 'field.state',
    teamId: 'nav.team',
  },
  residents: {
    name: 'assistForm.name',
    birthYear: 'assistForm.birthYear',
    phone: 'assistForm.phone',
    idLastFour: 'residents.idLastFour',
    consents: 'residents.consents',
    teamId: 'nav.team',
  },
  notes: { text: 'assistForm.note' },
  members: {
    name: 'invite.name',
    role: 'invite.role',
    teamIds: 'nav.team',
    leftOn: 'member.leftOn',
  },
  units: { name: 'field.name' },
  procedures: { name: 'assistForm.procedure', level: 'assistForm.level' },
  wardTotals: { totals: 'wardTotals.title' },
  targets: { value: 'targets.one' },
}

export function useFieldWords() {
  const { t } = useI18n()
  const format = useFormat()
  const levelWords = useLevelWords()
  const assists = useAssistWords()

  const nameOf = (path: string) => path.split('/')[0] ?? path

  function valueOf(view: View, { table, rowId, path }: FieldRef, value: unknown): string {
    const name = nameOf(path)
    if (name === 'items') return v.is(itemSchema, value) ? assists.item(view, value) : t('field.takenOut')
    if (name === 'withdrawn') return reasonIn(value) ?? t('assist.restore')
    if (name === 'corrections') return reasonIn(value) ?? t('app.none')
    if (name === 'consents') return t(hasFollowUp(value) ? 'residents.mayCall' : 'residents.mayNotCall')
    if (name === 'residentId') return toResident(view, value)
    if (name === 'level' && v.is(onlineLevelSchema, value))
      return levelWords(value, dayOf(view, table, rowId))
    if (value === null || value === undefined) return t('app.none')
    if (typeof value === 'boolean') return t(value ? 'app.yes' : 'app.no')
    if (Array.isArray(value)) return value.map((id) => unitOf(view, id)).join(', ') || t('app.none')
    return typeof value === 'string' || typeof value === 'number'
      ? plain(view, name, value)
      : t('field.other')
  }

  function plain(view: View, name: string, value: string | number): string {
    const text = String(value)
    switch (name) {
      case 'place':
        return wordIn(places, 'place', text)
      case 'helpMode':
        return wordIn(helpModes, 'helpMode', text)
      case 'state':
        return wordIn(dossierStates, 'dossierState', text)
      case 'role':
        return wordIn(roles, 'role', text)
      case 'procedureId':
        return view.find('procedures', text)?.name ?? t('assists.dossier')
      case 'teamId':
        return unitOf(view, text)
      case 'phone':
        return formatPhone(text)
      default:
        return isDay(text) ? format.day(text) : text
    }
  }

  /** A newer server may have words that this app does not know yet. */
  const wordIn = (known: readonly string[], under: string, word: string) =>
    known.includes(word) ? t(`${under}.${word}`) : word

  const unitOf = (view: View, id: unknown) =>
    (typeof id === 'string' && view.find('units', id)?.name) || t('app.unknown')

  function toResident(view: View, id: unknown): string {
    if (typeof id !== 'string') return t('assists.countOnly')
    return view.find('residents', id)?.name ?? t('assists.someone')
  }

  /** The day by which a level has its name. */
  function dayOf(view: View, table: TableName, rowId: string) {
    const dossier = table === 'dossiers' ? view.find('dossiers', rowId) : undefined
    return (dossier && view.find('assists', dossier.assistId)?.on) ?? format.today()
  }

  return {
    labelOf: ({ table, path }: FieldRef) => t(labels[table]?.[nameOf(path)] ?? 'field.other'),
    valueOf,
  }
}

function reasonIn(value: unknown): string | undefined {
  const reason = value !== null && typeof value === 'object' && 'reason' in value ? value.reason : undefined
  return typeof reason === 'string' ? reason : undefined
}

function hasFollowUp(value: unknown): boolean {
  return value !== null && typeof value === 'object' && 'followUp' in value && value.followUp !== undefined
}
