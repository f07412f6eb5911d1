// A change in words: whom or what it is about, what was done, and when.
import { useI18n } from 'vue-i18n'
import { commands, type Command, type CommandArgs, type CommandName } from '#domain/commands.ts'
import type { SettledNotice } from '#protocol/sync.ts'
import type { View } from '../view/view.ts'
import { joined, wholeIfShort } from './joined.ts'
import { useAssistWords } from './useAssistWords.ts'
import { useFormat } from './useFormat.ts'

export interface CommandWords {
  /** Whom or what it changes; what was done, where that has no name. */
  readonly title: string
  readonly detail: string
  /** Where it can be looked at, while it is in view. */
  readonly to: string | undefined
}

type Work = NonNullable<SettledNotice['work']>
type Ids = Work['ids']

export function useCommandWords() {
  const { t } = useI18n()
  const format = useFormat()
  const assists = useAssistWords()

  function describe(view: View, command: Command): CommandWords {
    const about = subjectOf(view, command.args)
    const isNamed = about.name !== undefined
    return {
      title: about.name ?? whatOf(command),
      detail: isNamed ? deed(command) : whenOf(command),
      to: about.to,
    }
  }

  const whatOf = ({ name }: Pick<Command, 'name'>) => t(`command.${name}`)

  const whenOf = ({ at }: Pick<Command, 'at'>) => format.nearTime(at)

  /** What was done and when, where it is plain whom it was about. */
  const deed = (command: Pick<Command, 'name' | 'at'>) =>
    joined([wholeIfShort(whatOf(command)), wholeIfShort(whenOf(command))])

  function subjectOf(view: View, args: Command['args'] | Ids): { name: string | undefined; to?: string } {
    const known = 'residentId' in args ? residentOf(view, args.residentId) : undefined
    if (known) return known
    if ('assistId' in args) {
      const assist = view.find('assists', args.assistId)
      if (assist) return { name: assists.who(view, assist), to: `/assists/${assist.id}` }
      const resident = 'resident' in args ? args.resident : undefined
      return { name: typeof resident === 'object' ? chosen(view, resident) : undefined }
    }
    if ('unitId' in args) return { name: view.find('units', args.unitId)?.name }
    if ('memberId' in args) return { name: view.find('members', args.memberId)?.name }
    if ('procedureId' in args) return { name: view.find('procedures', args.procedureId)?.name }
    return { name: undefined }
  }

  function residentOf(view: View, id: string) {
    const resident = view.find('residents', id)
    return resident && { name: resident.name, to: `/residents/${id}` }
  }

  /** Of a visit that the ward refused nothing but its own words is left. */
  function chosen(view: View, resident: CommandArgs<'recordAssist'>['resident']): string | undefined {
    switch (resident.kind) {
      case 'none':
        return t('assists.countOnly')
      case 'new':
        return assists.nameOf(resident.fields)
      case 'known': {
        const known = view.find('residents', resident.residentId)
        return known && assists.nameOf(known)
      }
    }
  }

  /** Of what the ward tells by its name alone; undefined where this version does not know it. */
  function describeWork(view: View, { name, at, ids }: Work): string | undefined {
    if (!isCommandName(name)) return undefined
    const about = subjectOf(view, ids)
    return joined([about.name, deed({ name, at })])
  }

  return { describe, describeWork, deed }
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}
