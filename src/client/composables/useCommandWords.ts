// A change in words: what was done, to whom, and when.
import { useI18n } from 'vue-i18n'
import type { Command } from '#domain/commands.ts'
import { dayAt } from '#domain/period.ts'
import type { View } from '../view/view.ts'
import { useAssistWords } from './useAssistWords.ts'
import { useFormat } from './useFormat.ts'

export interface CommandWords {
  readonly what: string
  readonly who: string
  readonly when: string
  /** Where it can be looked at, while it is in view. */
  readonly to: string | undefined
}

export function useCommandWords() {
  const { t } = useI18n()
  const format = useFormat()
  const assists = useAssistWords()

  function describe(view: View, { name, args, at }: Command): CommandWords {
    const assistId = 'assistId' in args ? args.assistId : undefined
    const assist = assistId === undefined ? undefined : view.find('assists', assistId)
    const typedName =
      'resident' in args && args.resident.kind === 'new' ? args.resident.fields.name : undefined
    return {
      what: t(`command.${name}`),
      who: typedName ?? (assist ? assists.who(view, assist) : ''),
      when: `${format.nearDay(dayAt(at))} ${format.time(at)}`,
      to: assist && `/assists/${assist.id}`,
    }
  }

  return { describe }
}
