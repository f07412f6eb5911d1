// What the ward tells this member, in words: a value that gave way to another's, and what became of what they handed over.
import { useI18n } from 'vue-i18n'
import type { Command } from '#domain/commands.ts'
import { restoreValue } from '#domain/restore.ts'
import type { Notice, Overridden, SettledNotice } from '#protocol/sync.ts'
import { joined } from '../../composables/joined.ts'
import { useAssistWords } from '../../composables/useAssistWords.ts'
import { useCommandWords } from '../../composables/useCommandWords.ts'
import { useFormat } from '../../composables/useFormat.ts'
import type { View } from '../../view/view.ts'
import { useFieldWords } from '../history/useFieldWords.ts'

export function useNoticeWords() {
  const { t } = useI18n()
  const format = useFormat()
  const assists = useAssistWords()
  const fields = useFieldWords()
  const commands = useCommandWords()

  const nameOf = (view: View, id: string) => view.find('members', id)?.name ?? t('outbox.somebody')

  function subjectOf(view: View, { table, rowId }: Overridden): { title: string; to?: string } {
    if (table === 'residents') {
      const resident = view.find('residents', rowId)
      return resident
        ? { title: resident.name, to: `/residents/${rowId}` }
        : { title: t('residents.oneTitle') }
    }
    const assistId = table === 'dossiers' ? view.find('dossiers', rowId)?.assistId : rowId
    const assist = assistId === undefined ? undefined : view.find('assists', assistId)
    if (assist) return { title: assists.who(view, assist), to: `/assists/${assist.id}` }
    const target = table === 'targets' ? view.find('targets', rowId) : undefined
    if (target) return { title: view.find('units', target.unitId)?.name ?? t('targets.one') }
    const name =
      table === 'members' || table === 'units' || table === 'procedures'
        ? view.find(table, rowId)?.name
        : undefined
    return { title: name ?? t('assist.title') }
  }

  function overridden(view: View, notice: Overridden) {
    const name = nameOf(view, notice.by)
    return {
      ...subjectOf(view, notice),
      detail: t('outbox.changedBy', { name, time: format.nearTime(notice.at) }),
      label: fields.labelOf(notice),
      mine: fields.valueOf(view, notice, notice.value),
      standing: fields.valueOf(view, notice, notice.standing),
      /** What gives the value again; undefined where that cannot be done any more. */
      restoring: restoreValue(notice, view),
    }
  }

  /** As it was saved here, or else as the ward tells of it. */
  function workOf(view: View, { commandId, work }: SettledNotice, handed: Command | undefined) {
    const saved = handed ?? view.review.find(({ command }) => command.id === commandId)?.command
    const told = work && commands.describeWork(view, work)
    if (!saved) return told
    const { title, detail } = commands.describe(view, saved)
    return joined([title, detail])
  }

  return {
    /** `handed`: what the notice is about, where it lies on this phone. */
    describe(view: View, notice: Notice, handed?: Command) {
      const { id } = notice
      if (notice.kind === 'overridden') return { id, kind: notice.kind, notice, ...overridden(view, notice) }
      const title = t(notice.as === 'taken' ? 'outbox.takenBy' : 'outbox.dismissedBy', {
        name: nameOf(view, notice.by),
      })
      const detail =
        workOf(view, notice, handed) ?? joined([t('outbox.wasHanded'), format.nearTime(notice.at)])
      return { id, kind: notice.kind, notice, title, detail }
    },
  }
}

export type NoticeWords = ReturnType<ReturnType<typeof useNoticeWords>['describe']>
