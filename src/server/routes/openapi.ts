// GET /api/openapi.json: every route, from the very schemas that the routes parse by.
import { toJsonSchema } from '@valibot/to-json-schema'
import { Hono } from 'hono'
import * as v from 'valibot'
import { problemCodes } from '#domain/problem.ts'
import { devicesSchema } from '#protocol/devices.ts'
import { eventsQuerySchema } from '#protocol/events.ts'
import {
  figureRecordsQuerySchema,
  figureRecordsSchema,
  figuresAnswerSchema,
  figuresQuerySchema,
} from '#protocol/figures.ts'
import { historySchema } from '#protocol/history.ts'
import { movedSchema, moveSchema } from '#protocol/move.ts'
import { paths } from '#protocol/paths.ts'
import { rescueReplySchema, rescuesSchema } from '#protocol/rescue.ts'
import * as session from '#protocol/session.ts'
import { snapshotPageSchema } from '#protocol/snapshot.ts'
import { stuckSchema, takenSchema } from '#protocol/stuck.ts'
import { syncReplySchema, syncRequestSchema } from '#protocol/sync.ts'

export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  readonly path: string
  readonly summary: string
  /** Whether it is answered without a session. */
  readonly open?: true
  readonly query?: v.GenericSchema
  readonly body?: v.GenericSchema
  /** Of a body that is not JSON. */
  readonly bodyType?: string
  /** Left out where the answer is empty, or not JSON. */
  readonly answer?: v.GenericSchema
  readonly status?: number
  readonly type?: string
}

const health = v.object({ ok: v.boolean(), isSetUp: v.boolean(), protocol: v.number() })
const snapshotQuery = v.object({ after: v.optional(v.string()), protocol: v.optional(v.string()) })

/** One line for each route; tests compare it with the routes that are mounted. */
export const operations: readonly Operation[] = [
  {
    method: 'get',
    path: paths.setup,
    summary: 'What setting up begins with, and whether a link is still the right one',
    open: true,
    query: session.setupQuerySchema,
    answer: session.setupStateSchema,
  },
  {
    method: 'post',
    path: paths.setup,
    summary: 'Begin the ward, by the one-time link',
    open: true,
    body: session.setupSchema,
    answer: session.sessionSchema,
  },
  { method: 'get', path: paths.session, summary: 'Who is signed in', answer: session.sessionSchema },
  {
    method: 'post',
    path: paths.session,
    summary: 'Sign in',
    open: true,
    body: session.signInSchema,
    answer: session.sessionSchema,
  },
  { method: 'delete', path: paths.session, summary: 'Sign out', open: true, status: 204 },
  {
    method: 'put',
    path: paths.device,
    summary: 'Make a phone known and leave a copy of its data key',
    body: session.newDeviceSchema,
    answer: session.deviceSchema,
  },
  {
    method: 'get',
    path: paths.device,
    summary: 'The copy of the data key of one’s own phone',
    answer: session.deviceSchema,
  },
  {
    method: 'get',
    path: paths.devices,
    summary: 'How the phones fare of the members whom one answers for',
    answer: devicesSchema,
  },
  {
    method: 'post',
    path: paths.revokeDevice,
    summary: 'Order a phone to send what it has and erase itself',
    status: 204,
  },
  { method: 'post', path: paths.erasedDevice, summary: 'The order to erase was carried out', status: 204 },
  { method: 'get', path: paths.invites, summary: 'Open invites', answer: session.invitesSchema },
  {
    method: 'post',
    path: paths.invites,
    summary: 'Invite a person; the link is told only here',
    body: session.newInviteSchema,
    answer: session.madeInviteSchema,
    status: 201,
  },
  {
    method: 'get',
    path: paths.invite,
    summary: 'What an invite says',
    open: true,
    answer: session.inviteCardSchema,
  },
  { method: 'delete', path: paths.invite, summary: 'Withdraw an invite, named by its id', status: 204 },
  {
    method: 'post',
    path: paths.join,
    summary: 'Become a member by an invite',
    open: true,
    body: session.signInSchema,
    answer: session.sessionSchema,
  },
  {
    method: 'post',
    path: paths.sync,
    summary: 'Send commands, hear what is new',
    body: syncRequestSchema,
    answer: syncReplySchema,
  },
  {
    method: 'get',
    path: paths.snapshot,
    summary: 'The first fill of a scope, page by page',
    query: snapshotQuery,
    answer: snapshotPageSchema,
  },
  {
    method: 'get',
    path: paths.events,
    summary: 'Pokes as server-sent events, without those that the named device caused itself',
    query: eventsQuerySchema,
    type: 'text/event-stream',
  },
  {
    method: 'get',
    path: paths.figures,
    summary: 'Every team’s figures for a period',
    query: figuresQuerySchema,
    answer: figuresAnswerSchema,
  },
  {
    method: 'get',
    path: paths.figureRecords,
    summary: 'The records behind a figure',
    query: figureRecordsQuerySchema,
    answer: figureRecordsSchema,
  },
  {
    method: 'get',
    path: paths.history,
    summary: 'Who made a row, and who changed what in it when',
    answer: historySchema,
  },
  {
    method: 'get',
    path: paths.stuck,
    summary: 'Refused and parked commands that nobody has dealt with',
    answer: stuckSchema,
  },
  {
    method: 'post',
    path: paths.takeStuck,
    summary: 'Carry one out with one’s own rights, for its author',
    answer: takenSchema,
  },
  { method: 'post', path: paths.dismissStuck, summary: 'Set one aside', status: 204 },
  {
    method: 'post',
    path: paths.moveRecords,
    summary: 'Move a team’s records to another team',
    body: moveSchema,
    answer: movedSchema,
  },
  {
    method: 'post',
    path: paths.rescue,
    summary: 'Bring a rescue file; whatever comes is kept',
    bodyType: 'application/octet-stream',
    answer: rescueReplySchema,
  },
  { method: 'get', path: paths.rescues, summary: 'What was brought as rescue files', answer: rescuesSchema },
  {
    method: 'get',
    path: paths.rescuedFile,
    summary: 'The bytes of one of them, as they came',
    type: 'application/octet-stream',
  },
  { method: 'get', path: paths.openapi, summary: 'This document', open: true },
  { method: 'get', path: paths.health, summary: 'Whether the server works', open: true, answer: health },
]

export function openapiRoutes(): Hono {
  const document = toDocument(operations)
  return new Hono().get(paths.openapi, (c) => c.json(document))
}

function toDocument(all: readonly Operation[]) {
  const byPath: Record<string, Record<string, object>> = {}
  for (const operation of all) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    byPath[path] = { ...byPath[path], [operation.method]: describe(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tổ Số',
      version: '1',
      description: 'The server of the community digital teams’ logbook.',
    },
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-session' } },
      schemas: { Problem: problem },
    },
    security: [{ session: [] }],
    paths: byPath,
  }
}

function describe({
  path,
  summary,
  open,
  query,
  body,
  bodyType = body && 'application/json',
  answer,
  status = 200,
  type = 'application/json',
}: Operation) {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => {
    return { name, in: 'path', required: true, schema: { type: 'string' } }
  })
  const schema = answer && { schema: toSchema(answer) }
  return {
    summary,
    ...(open ? { security: [] } : {}),
    parameters: [...inPath, ...parametersOf(query)],
    ...(bodyType === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { [bodyType]: body ? { schema: toSchema(body) } : {} },
          },
        }),
    responses: {
      [status]: { description: 'Done', ...(status === 204 ? {} : { content: { [type]: schema ?? {} } }) },
      default: {
        description: 'A problem',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

const problem = {
  type: 'object',
  required: ['problem'],
  properties: {
    problem: {
      type: 'object',
      required: ['code'],
      properties: {
        code: { enum: Object.keys(problemCodes) },
        field: { type: 'string' },
        details: { type: 'object' },
      },
    },
  },
}

function parametersOf(query: v.GenericSchema | undefined) {
  if (!query) return []
  const { properties = {}, required = [] } = toSchema(query)
  return Object.entries(properties).map(([name, schema]) => {
    return { name, in: 'query', required: required.includes(name), schema }
  })
}

/** Checks that JSON Schema cannot say are left out; the routes still make them. */
function toSchema(schema: v.GenericSchema) {
  const { $schema: _dialect, ...body } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' })
  return body
}
