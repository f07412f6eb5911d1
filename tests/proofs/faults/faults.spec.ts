// The small version of `npm run proof:faults`. It runs in a process of its own, where what nobody catches can be counted.
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { hostEnv } from '../../support/hostEnv.ts'

it('no fault of network or storage loses, doubles or erases anything, or makes a phone say what is not so', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tests/proofs/faults/main.ts', '--small'], {
    env: hostEnv(),
    encoding: 'utf8',
    timeout: 580_000,
  })
  expect(status, `${stdout}\n${stderr}`).toBe(0)
  expect(stdout).toMatch(/runs: \d+ saved, \d+ faults met, 0 lost, 0 doubled/)
}, 600_000)
