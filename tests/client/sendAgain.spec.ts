// What was refused goes again with the version of the very row that it changes.
import { describe, expect, it, vi } from 'vitest'
import type { Client } from '../../src/client/createClient.ts'
import { sendAgain } from '../../src/client/screens/assists/sendAgain.ts'
import { createView } from '../../src/client/view/view.ts'
import { aCommand, anAssist, aVolunteer, ids, noon } from '../support/builders.ts'

describe('sending again', () => {
  it('the words of a note goes by the version of the note, not by that of its visit', async () => {
    const view = createView(aVolunteer, () => noon)
    const note = { id: ids.assist, teamId: ids.team, text: 'Hẹn thứ sáu' }
    view.hear({
      base: [
        { table: 'assists', id: ids.assist, ver: 5, row: anAssist() },
        { table: 'notes', id: ids.assist, ver: 2, row: note },
      ],
    })
    const resend = vi.fn<Client['resend']>(() => Promise.resolve())
    const command = aCommand('correctNote', { assistId: ids.assist, text: 'Hẹn thứ bảy' })
    await sendAgain({ resend, view: () => view } as Partial<Client> as Client, command)
    expect(resend).toHaveBeenCalledWith(command.id, 'correctNote', command.args, 2)
  })
})
