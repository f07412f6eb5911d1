// The closed list of what can go wrong. A Problem has a code, details that its text needs, and (for a form) the field
// it belongs to. Words live in the locale files under `problem.<code>`. Whatever is not a Problem is a bug.

/** Every code, with the HTTP status that the server answers when a request ends in it. */
export const problemCodes = {
  // what a person typed
  nameMissing: 422,
  nameTooLong: 422,
  nameIsNumber: 422,
  residentMissing: 422,
  birthYearImpossible: 422,
  birthYearWrongLength: 422,
  phoneWrongLength: 422,
  idNumberWrongLength: 422,
  idLastFourWrongLength: 422,
  consentMissing: 422,
  dateMissing: 422,
  dateImpossible: 422,
  dateInFuture: 422,
  dateTooEarly: 422,
  yearMissing: 422,
  yearWrongLength: 422,
  dueBeforeSubmission: 422,
  placeMissing: 422,
  itemMissing: 422,
  procedureMissing: 422,
  procedureUnknown: 422,
  procedureNotInForce: 422,
  levelMissing: 422,
  dossierMissing: 422,
  dossierActMissing: 422,
  subjectMissing: 422,
  reasonMissing: 422,
  remarkMissing: 422,
  noteTooLong: 422,
  dossierCodeTooLong: 422,
  dossierCodeTwice: 422,
  withdrawReasonMissing: 422,
  correctionReasonMissing: 422,
  wardNameMissing: 422,
  unitNameMissing: 422,
  passwordMissing: 422,
  passwordTooShort: 422,
  roleMissing: 422,
  teamMissing: 422,
  figureImpossible: 422,
  // soft: said beside the field, but saving goes on
  dateLongAgo: 422,
  dossierCodeOdd: 422,
  dossierCodeAhead: 422,
  idYearDiffers: 422,
  idYearInFuture: 422,
  idGenderDiffers: 422,
  idProvinceUnknown: 422,
  birthYearAlone: 422,
  nameWithoutAccents: 422,
  phoneIsLandline: 422,
  phonePrefixOdd: 422,
  noteSensitive: 422,
  // what the camera sees, and whether it can
  qrNotIdCard: 422,
  qrUnreadable: 422,
  qrNotFound: 422,
  cameraDenied: 403,
  cameraMissing: 404,
  cameraBusy: 503,
  decoderMissing: 503,
  // a change that the rules do not let through
  notAllowed: 403,
  rowUnknown: 422,
  rowWithdrawn: 422,
  rowExists: 422,
  dossierCodeTaken: 422,
  memberLeft: 403,
  argumentsMalformed: 422,
  commandUnknown: 422,
  // sign-in, invites, setup, devices
  signInWrong: 401,
  signInBlocked: 429,
  sessionExpired: 401,
  phoneTaken: 409,
  inviteUnknown: 404,
  inviteUsed: 410,
  inviteExpired: 410,
  setupClosed: 409,
  setupTokenWrong: 403,
  deviceUnknown: 403,
  deviceRevoked: 403,
  // the wire
  requestMalformed: 400,
  requestTooLarge: 413,
  originForeign: 403,
  protocolUnknown: 400,
  scopeNotGranted: 403,
  tooManyRequests: 429,
  tooManyRescues: 429,
  notFound: 404,
  serverFailed: 500,
  serverBusy: 503,
  // on the phone
  serverUnreachable: 503,
  answerNotOurs: 502,
  codeMissing: 503,
  diskFull: 507,
  storageFailed: 500,
  storageLost: 500,
  fileNotRescue: 422,
  unsentLeft: 409,
  reviewLeft: 409,
  keyDiffers: 409,
  pinWrong: 403,
  pinBlocked: 429,
  pinWrongLength: 422,
  pinsDiffer: 422,
} as const satisfies Record<string, number>

export type ProblemCode = keyof typeof problemCodes
export type ProblemDetails = Readonly<Record<string, string | number>>

/** What can be stored, sent and shown. `field` is the path of the input it belongs to, such as `resident.name`. */
export interface ProblemReport {
  readonly code: ProblemCode
  readonly field?: string
  readonly details?: ProblemDetails
}

export class Problem extends Error {
  readonly code: ProblemCode
  readonly field: string | undefined
  readonly details: ProblemDetails | undefined

  constructor(code: ProblemCode, about: { field?: string; details?: ProblemDetails } = {}) {
    super(about.field ? `${code} (${about.field})` : code)
    this.name = 'Problem'
    this.code = code
    this.field = about.field
    this.details = about.details
  }

  toReport(): ProblemReport {
    return {
      code: this.code,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.details === undefined ? {} : { details: this.details }),
    }
  }

  static fromReport(report: ProblemReport): Problem {
    return new Problem(report.code, report)
  }
}

export function isProblemCode(value: string): value is ProblemCode {
  return Object.hasOwn(problemCodes, value)
}
