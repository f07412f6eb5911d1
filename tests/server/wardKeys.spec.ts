import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase, type Database } from '../../src/server/store/database.ts'
import { newKey } from '../../src/server/store/sealing.ts'
import { createWardKeys } from '../../src/server/store/wardKeys.ts'
import { createPokes } from '../../src/server/sync/pokes.ts'
import { ids } from '../support/builders.ts'

describe("a ward's key", () => {
  const folder = mkdtempSync(join(tmpdir(), 'to-so-'))
  const master = newKey()
  let db: Database

  beforeAll(async () => {
    db = openDatabase(join(folder, 'wards.sqlite'))
    await db.migrate()
    const wrapped_key = createWardKeys(db, master).wrap(ids.ward)
    await db.kysely
      .insertInto('wards')
      .values({
        ward_id: ids.ward,
        name: 'Hoài Tân',
        epoch: 'a',
        wrapped_key,
        id_key_sealed: '',
        created_at: 0,
      })
      .execute()
  })
  afterAll(async () => {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is known at the start to fit the master key, or not to', async () => {
    expect(await createWardKeys(db, newKey()).fit()).toBe(false)
    expect(await createWardKeys(db, master).fit()).toBe(true)
  })

  it('is the same after a restart with the same master key', async () => {
    const [before, after] = [createWardKeys(db, master), createWardKeys(db, master)]
    expect((await before.get(ids.ward)).key).toEqual((await after.get(ids.ward)).key)
  })

  it('stays shut to another master key, and for a ward that is not here', async () => {
    await expect(createWardKeys(db, newKey()).get(ids.ward)).rejects.toThrow()
    await expect(createWardKeys(db, master).get(ids.team)).rejects.toThrow('notFound')
  })
})

describe('a poke', () => {
  const poke = { scope: `team:${ids.team}` as const, head: 3 }

  it('reaches who listens to the ward, and nobody of another ward', () => {
    const heard: unknown[] = []
    const pokes = createPokes()
    pokes.subscribe(ids.ward, (some) => heard.push(...some))
    pokes.subscribe(ids.otherTeam, () => heard.push('other'))
    pokes.publish(ids.ward, [poke])
    expect(heard).toEqual([poke])
  })

  it('reaches nobody who stopped listening', () => {
    const heard: unknown[] = []
    const pokes = createPokes()
    pokes.subscribe(ids.ward, (some) => heard.push(...some))()
    pokes.publish(ids.ward, [poke])
    expect(heard).toEqual([])
  })
})
