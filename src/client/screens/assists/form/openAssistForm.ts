// A visit that was saved, as a form to correct it in.
import type { Assist } from '#domain/assist.ts'
import type { Resident } from '#domain/resident.ts'
import type { TableName } from '#domain/tables.ts'
import { beginAssistForm, type AssistForm, type Seen } from './assistForm.ts'
import { addItem, type FoundDossiers } from './formItems.ts'

/** The version that the ward gave a row; 0 while it has none. */
export type VersionOf = (table: TableName, id: string) => number

/** What an open phone knows of the rows around a visit. */
export interface Found extends FoundDossiers {
  resident: Resident | undefined
  note?: string | undefined
}

export function openAssistForm(assist: Assist, found: Found, versionOf: VersionOf = () => 0): AssistForm {
  const form: AssistForm = {
    ...beginAssistForm({
      newId: () => '',
      today: assist.on,
      teamId: assist.teamId,
      resident: found.resident,
    }),
    assistId: assist.id,
    countOnly: assist.residentId === null,
    place: assist.place,
    helpMode: assist.helpMode,
    note: found.note ?? '',
    seen: toSeen(assist, found, versionOf),
  }
  for (const [itemId, item] of Object.entries(assist.items)) addItem(form, itemId, item, found)
  return form
}

function toSeen(assist: Assist, { resident, dossier, note = '' }: Found, versionOf: VersionOf): Seen {
  const named = Object.values(assist.items).flatMap((item) =>
    item.kind === 'dossier' ? (dossier(item.dossierId) ?? []) : [],
  )
  const versions = { [assist.id]: versionOf('assists', assist.id) }
  if (resident) versions[resident.id] = versionOf('residents', resident.id)
  for (const { id } of named) versions[id] = versionOf('dossiers', id)
  versions[noteKey] = versionOf('notes', assist.id)
  return { assist, resident: resident ?? null, dossiers: named, note, versions }
}

/** A note has the id of its visit, so its version goes by another name. */
export const noteKey = 'note'
