// npm run rescue: a rescue file is taken in on the server's own machine, on both databases.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig, type Config } from '../../src/server/config.ts'
import { ConfigError } from '../../src/server/configError.ts'
import { readSome } from '../../src/server/store/documents.ts'
import { addWard } from '../../src/server/store/wards.ts'
import { rescue } from '../../src/server/tasks/rescue.ts'
import { anId } from '../support/builders.ts'
import { bothDatabases, kinds } from '../support/databases.ts'
import { hostEnv } from '../support/hostEnv.ts'
import { aRescueFile } from '../support/rescueFile.ts'
import { aWardOverHttp, type WardMember, type WardOverHttp } from '../support/wardOverHttp.ts'

const addressOf = bothDatabases()

describe.each(kinds)('a rescue file on the server’s machine, on %s', (kind) => {
  let ward: WardOverHttp
  let member: WardMember
  let folder: string
  let env: Record<string, string>
  let config: Config

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'to-so-rescue-'))
    const databaseUrl = kind === 'PostgreSQL' ? await addressOf(kind, 'rescue_task') : undefined
    ward = await aWardOverHttp(databaseUrl === undefined ? {} : { databaseUrl })
    member = await ward.join('Tình Nguyện', 'volunteer', [ward.teamId])
    env = { DATA_DIR: ward.server.context.config.dataDir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
    config = readConfig(env)
  })
  afterAll(async () => {
    await ward.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function aFile(
    fields: object = {},
    wardId = ward.wardId,
  ): Promise<{ file: string; assistId: string }> {
    const visit = ward.aVisit()
    const commands = [member.write('recordAssist', visit)]
    const file = join(folder, `${visit.assistId}.toso`)
    writeFileSync(file, await aRescueFile(ward, member, commands, { fields, wardId }))
    return { file, assistId: visit.assistId }
  }
  const listed = async () => (await ward.manager.browser.request('GET', '/api/rescues')).body.rescues

  it('counts as its author’s, and says how many, the second time as well', async () => {
    const { file, assistId } = await aFile()
    // As the host types it.
    const out = execFileSync(process.execPath, ['src/server/main.ts', 'rescue', file], {
      env: { ...hostEnv(), LOG_LEVEL: 'error', ...env },
      encoding: 'utf8',
    })
    expect(out).toBe(`"${file}" is read: 1 taken, 0 known already, 0 refused.\n`)
    const visits = await readSome(ward.server.context, ward.wardId, 'assists', [assistId])
    expect(visits.get(assistId)?.memberId).toBe(member.memberId)
    expect(await rescue(config, [file])).toBe(`"${file}" is read: 0 taken, 1 known already, 0 refused.`)
    expect(await listed()).toMatchObject([
      { byName: null, authorName: 'Tình Nguyện', isRead: true, taken: 1 },
    ])
  })

  it('speaks for everybody, also for a manager', async () => {
    const { file } = await aFile({ memberId: ward.manager.memberId })
    expect(await rescue(config, [file])).toContain('is read: 1 taken')
  })

  it('that cannot be read is kept', async () => {
    const file = join(folder, 'photo.jpg')
    writeFileSync(file, 'no rescue file')
    expect(await rescue(config, [file])).toMatch(/cannot be read, and is kept as it is: [0-9a-f]{64}\.$/)
    expect(await listed()).toContainEqual(expect.objectContaining({ isRead: false, bytes: 14 }))
  })

  it('that is none, or names no ward of this server, is answered by a sentence', async () => {
    for (const [args, sentence] of [
      [[], 'Say which file to take in: npm run rescue -- <file>.'],
      [[join(folder, 'none')], 'none" cannot be read: ENOENT'],
    ] as const) {
      await expect(rescue(config, args)).rejects.toThrow(ConfigError)
      await expect(rescue(config, args)).rejects.toThrow(sentence)
    }
    await addWard(ward.server.context, 'Phường Hai')
    const { file } = await aFile({}, anId(5))
    await expect(rescue(config, [file])).rejects.toThrow('The file names no ward of this server.')
    expect(await rescue(config, [(await aFile()).file])).toContain('is read: 1 taken')
  })
})
