// A request that the server cannot read: what is in it stays on the phone, and a copy goes to the ward.
import 'fake-indexeddb/auto'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProblemCode } from '#domain/problem.ts'
import { readTables } from '../../src/server/store/documents.ts'
import { aWardOfPhones, type WardOfPhones } from '../support/wardOfPhones.ts'

describe('what the server cannot read', () => {
  let ward: WardOfPhones
  let isOffline = false
  /** Which visit spoils a request, and how it is answered. */
  let spoilt: { assistId: string; code: ProblemCode } | undefined
  let copies = 0
  beforeEach(async () => {
    isOffline = false
    spoilt = undefined
    copies = 0
    ward = await aWardOfPhones()
  })
  afterEach(() => ward.close())

  async function aPhone() {
    const network = ward.network(undefined, () => !isOffline)
    return ward.aVolunteersPhone({
      fetch: (input, init) => {
        if (String(input) === '/api/rescue') copies++
        const isSpoilt =
          spoilt && String(input) === '/api/sync' && textOf(init?.body).includes(spoilt.assistId)
        return isSpoilt
          ? Promise.resolve(Response.json({ problem: { code: spoilt?.code } }, { status: 400 }))
          : network(input, init)
      },
    })
  }

  it('lets through what stands before it, stays here itself, and a copy of all that waits is left at the ward once', async () => {
    const phone = await aPhone()
    isOffline = true
    const visits = [ward.aVisit(phone), ward.aVisit(phone), ward.aVisit(phone), ward.aVisit(phone)]
    for (const visit of visits) await phone.client.run('recordAssist', visit)
    spoilt = { assistId: visits[2]?.assistId ?? '', code: 'requestMalformed' }
    isOffline = false
    await phone.client.sendNow()
    expect(phone.client.view().pending).toHaveLength(2)
    expect(phone.status.problem).toEqual({ code: 'requestMalformed' })
    // The copy is judged by id like everything else, so nothing of it is lost, and nothing counts twice.
    expect(copies).toBe(1)
    const { assists } = await readTables(ward.server.context, ward.desk.session.ward?.id ?? '', ['assists'])
    expect(assists).toHaveLength(4)
    await phone.client.sendNow()
    expect(copies).toBe(1)

    spoilt = undefined
    await phone.client.sendNow()
    expect(phone.client.view().pending).toEqual([])
    expect(phone.client.view().all('assists')).toHaveLength(4)
    expect(phone.client.view().review).toEqual([])
  })

  it('as the server is older than the phone waits here, and a copy is left all the same', async () => {
    const phone = await aPhone()
    const visit = ward.aVisit(phone)
    spoilt = { assistId: visit.assistId, code: 'protocolUnknown' }
    await phone.client.run('recordAssist', visit)
    await phone.client.sendNow()
    expect(phone.client.view().pending).toHaveLength(1)
    expect(copies).toBe(1)
  })
})

function textOf(body: unknown): string {
  return body instanceof ArrayBuffer ? gunzipSync(Buffer.from(body)).toString() : String(body)
}
