// Of two servers on one PostgreSQL one freezes in the middle of a push: a paused container, a host that is gone.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { teamScope } from '#domain/tables.ts'
import { bothDatabases } from '../support/databases.ts'
import { aSyncingWard, wordsOf } from '../support/syncingWard.ts'

const addressOf = bothDatabases()

it('the other one goes on', { timeout: 120_000 }, async () => {
  const url = await addressOf('PostgreSQL', 'frozen')
  const ward = await aSyncingWard(url)
  const mine = await ward.aPhone(await ward.aMember('volunteer', [ward.team]))
  const frozen = spawn(
    process.execPath,
    ['tests/support/holdLock.ts', url, ward.wardId, teamScope(ward.team)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await new Promise((resolve) => createInterface(frozen.stdout).once('line', resolve))
  frozen.kill('SIGSTOP')
  try {
    const reply = await ward.sync(mine, [ward.command(mine, 'recordAssist', ward.visit(ward.team))])
    expect(wordsOf(reply)).toEqual(['applied'])
  } finally {
    frozen.kill('SIGKILL')
    await ward.server.close()
  }
})
