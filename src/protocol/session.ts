// Setting up, inviting, joining, signing in, and a device's key.
import * as v from 'valibot'
import { roles } from '#domain/member.ts'
import { idSchema } from '#domain/schema.ts'
import { unitKinds } from '#domain/unit.ts'
import { plainText } from './plainText.ts'

const name = plainText(120)
const phone = plainText(20)
const password = v.pipe(v.string(), v.maxLength(200))
export const minPasswordLength = 8

export const signInSchema = v.object({ phone, password })
export type SignIn = v.InferOutput<typeof signInSchema>

export const memberSchema = v.object({
  id: idSchema,
  name: v.string(),
  role: v.picklist(roles),
  teamIds: v.array(idSchema),
})

/** Who is signed in. */
export const sessionSchema = v.object({
  member: memberSchema,
  ward: v.object({ id: idSchema, name: v.string() }),
})
export type Session = v.InferOutput<typeof sessionSchema>

/** `token`: of the link that was opened, to know at once whether it is still the right one. */
export const setupQuerySchema = v.object({ token: v.optional(v.pipe(v.string(), v.maxLength(100))) })

/** What the setup page begins with. `open` is false once the server has a ward. */
export const setupStateSchema = v.object({
  open: v.boolean(),
  wardName: v.string(),
  teams: v.array(v.object({ kind: v.picklist(unitKinds), name: v.string() })),
})
export type SetupState = v.InferOutput<typeof setupStateSchema>

export const setupSchema = v.object({
  token: v.pipe(v.string(), v.maxLength(100)),
  wardName: name,
  teams: v.pipe(v.array(v.object({ kind: v.picklist(['neighbourhood', 'desk']), name })), v.maxLength(60)),
  managerName: name,
  phone,
  password,
})
export type Setup = v.InferOutput<typeof setupSchema>

export const newInviteSchema = v.object({
  name,
  role: v.picklist(roles),
  teamIds: v.pipe(v.array(idSchema), v.maxLength(50)),
})
export type NewInvite = v.InferOutput<typeof newInviteSchema>

/** An invite that is open; the link is told only once, when it is made. */
export const inviteSchema = v.object({
  id: idSchema,
  name: v.string(),
  role: v.picklist(roles),
  teamIds: v.array(idSchema),
  expiresAt: v.number(),
})
export type Invite = v.InferOutput<typeof inviteSchema>
export const madeInviteSchema = v.object({ ...inviteSchema.entries, link: v.string() })
export const invitesSchema = v.object({ invites: v.array(inviteSchema) })

/** What the invited person sees before joining. */
export const inviteCardSchema = v.object({
  wardName: v.string(),
  name: v.string(),
  role: v.picklist(roles),
  teamNames: v.array(v.string()),
  expiresAt: v.number(),
})
export type InviteCard = v.InferOutput<typeof inviteCardSchema>

/**
 * PUT makes this device known and leaves a copy of its data key, which may come later; GET hands the copy back, for a
 * forgotten PIN.
 */
export const newDeviceSchema = v.object({ name, dataKey: v.optional(v.pipe(v.string(), v.length(44))) })
export const deviceSchema = v.object({
  /** 256 bits, base64. The first one that was left for a device stays; null until one was. */
  dataKey: v.nullable(v.string()),
  /** The ward's key for the HMAC of ID numbers, base64. */
  idKey: v.string(),
  /** The ward's public key for rescue files: a raw P-256 point, base64. */
  rescueKey: v.string(),
})
export type Device = v.InferOutput<typeof deviceSchema>
