// A refused change in the form of its visit: what was typed then, where the trouble is, and what saving it means. What
// waited beside it and has a field there is mended with it; the rest follows it to the ward.
import type { Command, CommandArgs, CommandName } from '#domain/commands.ts'
import type { Assist } from '#domain/assist.ts'
import type { ProblemReport } from '#domain/problem.ts'
import { groupReview, type Matter } from '../../../composables/reviewGroups.ts'
import { useClient } from '../../../composables/useClient.ts'
import { newestAssist } from '../../../view/assists.ts'
import type { View } from '../../../view/view.ts'
import { sendWaiting } from '../sendAgain.ts'
import type { AssistForm, Seen } from './assistForm.ts'
import { inputOf, isOf, isWhollyShown, layCorrection, reopenAssistForm } from './mendAssistForm.ts'
import { openAssistForm, type Found } from './openAssistForm.ts'
import { saveCorrections } from './saveCorrections.ts'

export interface Mend {
  readonly problem: ProblemReport | undefined
  /** The input that the trouble belongs to. */
  readonly input: string | undefined
  begin(): AssistForm
  /** In the place of what was refused; `args` are those of a visit that is recorded. */
  saveVisit(args: CommandArgs<'recordAssist'>): Promise<void>
  /** Whether anything of it was left to say. */
  saveCorrection(form: AssistForm, seen: Seen): Promise<boolean>
}

/** What is to be mended; undefined once it has been dealt with. */
export function findMatter(view: View, commandId: string): Matter | undefined {
  const matters = groupReview(view.review).flatMap((group) => group.matters)
  return matters.find(({ reviewed }) => reviewed.command.id === commandId)
}

/** Whether there is a form in which a refused change can be mended. */
export function hasForm(view: View, command: Command, memberId: string): boolean {
  return isOf(command, 'recordAssist') || visitOf(view, command, memberId) !== undefined
}

export function useMend(matter: Matter, found: (assist: Assist) => Found, memberId: string): Mend {
  const client = useClient()
  const view = client.view()
  const { command, problem } = matter.reviewed
  const shown = matter.waiting.filter((one) => isWhollyShown(one.command))
  const others = matter.waiting.filter((one) => !shown.includes(one))

  function begin(): AssistForm {
    const form = beginWith(command)
    for (const one of shown) layCorrection(form, one.command, view)
    return form
  }

  function beginWith(refused: Command): AssistForm {
    if (isOf(refused, 'recordAssist')) return reopenAssistForm(refused.args, { view, newId: client.newId })
    const assist = visitOf(view, refused, memberId)
    if (!assist) throw new Error('There is no form for this change')
    const form = openAssistForm(assist, found(assist), view.verOf)
    layCorrection(form, refused, view)
    return form
  }

  async function followUp(): Promise<void> {
    for (const one of shown) await client.settle(one.command.id, 'resent')
    await sendWaiting(client, others)
  }

  return {
    problem,
    input: problem && inputOf(command, problem),
    begin,
    async saveVisit(args) {
      await client.resend(command.id, 'recordAssist', args)
      await followUp()
    },
    async saveCorrection(form, seen) {
      let isSent = false
      async function run<N extends CommandName>(name: N, args: CommandArgs<N>, base: number): Promise<void> {
        if (isSent || name !== command.name) return client.run(name, args, base)
        await client.resend(command.id, name, args, base)
        isSent = true
      }
      await saveCorrections(form, seen, { run, findDossier: (id) => view.find('dossiers', id) })
      if (!isSent) await client.settle(command.id, 'discarded')
      await followUp()
      return isSent
    },
  }
}

/** The visit in whose form a correction was made, while it can be corrected. */
function visitOf(view: View, command: Command, memberId: string): Assist | undefined {
  // What somebody agreed to is said on their own screen; a form without a field for it would let it fall.
  if (isOf(command, 'correctResident') && command.args.changes.consents) return undefined
  const assist = isOf(command, 'correctResident')
    ? newestAssist(view, (one) => one.residentId === command.args.residentId && one.memberId === memberId)
    : isOf(command, 'correctAssist') || isOf(command, 'correctDossier') || isOf(command, 'correctNote')
      ? view.find('assists', command.args.assistId)
      : undefined
  return assist?.withdrawn === null ? assist : undefined
}
