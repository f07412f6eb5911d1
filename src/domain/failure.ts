// Why an attempt did not work: the closed list of reason codes, what kind of attempt each can spoil, and what it has to do
// with. What to do next stands beside each in the locale files, under `failure.next.<code>`.
export const failureSubjects = ['account', 'dossier', 'payment', 'visit'] as const
export type FailureSubject = (typeof failureSubjects)[number]

const all: readonly FailureSubject[] = failureSubjects

export const failureReasons = {
  SIM_KHONG_CHINH_CHU: ['account'],
  DA_CO_TK: ['account'],
  SAI_MA_XAC_THUC: ['account'],
  KHONG_NHAN_OTP: ['account', 'payment'],
  OTP_MAY_CU: ['account'],
  QUEN_MAT_KHAU: ['account'],
  DOI_SO_DT: ['account'],
  KHONG_SMARTPHONE: all,
  MAY_KHONG_TUONG_THICH: ['account'],
  CHUA_DINH_DANH_M2: ['account'],
  THE_HET_HAN: ['account'],
  CHUA_CO_CCCD: ['account'],
  LECH_THONG_TIN: ['account', 'dossier'],
  CHUA_DU_TUOI: ['account'],
  LOI_HE_THONG: all,
  MAT_MANG: all,
  THIEU_GIAY_TO: ['dossier'],
  TEP_RONG: ['dossier'],
  TEP_QUA_LON: ['dossier'],
  SAI_DINH_DANG: ['dossier'],
  ANH_MO: ['dossier'],
  KHAI_SAI: ['dossier'],
  BI_TRA_LAI: ['dossier'],
  CHON_SAI_TTHC: ['dossier'],
  SAI_CO_QUAN: ['dossier'],
  LOI_THANH_TOAN: ['payment'],
  KHONG_TK_NGAN_HANG: ['payment'],
  CHUA_KY_SO: ['dossier'],
  CAN_BAN_GIAY: ['dossier'],
  NGUOI_DAN_TU_CHOI: all,
  SO_LUA_DAO: all,
  NGAI_THAO_TAC: all,
  HEN_LAI: ['visit'],
  KHONG_GAP: ['visit'],
  KHAC: all,
} as const satisfies Record<string, readonly FailureSubject[]>

export type FailureReason = keyof typeof failureReasons
export const failureReasonCodes = Object.keys(failureReasons) as FailureReason[]

/** The reasons that can spoil an attempt of this kind, in the order of the list. */
export function reasonsFor(subject: FailureSubject): FailureReason[] {
  return failureReasonCodes.filter((code) =>
    (failureReasons[code] as readonly FailureSubject[]).includes(subject),
  )
}

/** What reasons have to do with, in the order in which a list shows them. */
export const failureGroups = {
  phone: [
    'SIM_KHONG_CHINH_CHU',
    'KHONG_NHAN_OTP',
    'OTP_MAY_CU',
    'DOI_SO_DT',
    'KHONG_SMARTPHONE',
    'MAY_KHONG_TUONG_THICH',
  ],
  account: ['DA_CO_TK', 'QUEN_MAT_KHAU', 'SAI_MA_XAC_THUC', 'CHUA_DINH_DANH_M2', 'CHUA_KY_SO'],
  identity: ['THE_HET_HAN', 'CHUA_CO_CCCD', 'LECH_THONG_TIN', 'CHUA_DU_TUOI'],
  papers: [
    'THIEU_GIAY_TO',
    'TEP_RONG',
    'TEP_QUA_LON',
    'SAI_DINH_DANG',
    'ANH_MO',
    'KHAI_SAI',
    'BI_TRA_LAI',
    'CHON_SAI_TTHC',
    'SAI_CO_QUAN',
    'CAN_BAN_GIAY',
  ],
  money: ['LOI_THANH_TOAN', 'KHONG_TK_NGAN_HANG'],
  person: ['NGUOI_DAN_TU_CHOI', 'SO_LUA_DAO', 'NGAI_THAO_TAC', 'HEN_LAI', 'KHONG_GAP'],
  network: ['LOI_HE_THONG', 'MAT_MANG'],
  other: ['KHAC'],
} as const satisfies Record<string, readonly FailureReason[]>

export type FailureGroup = keyof typeof failureGroups

/** The reasons that can spoil an attempt of this kind by what they have to do with; groups that hold none are left out. */
export function groupedReasonsFor(
  subject: FailureSubject,
): { group: FailureGroup; reasons: FailureReason[] }[] {
  const possible = reasonsFor(subject)
  return (Object.keys(failureGroups) as FailureGroup[])
    .map((group) => ({
      group,
      reasons: (failureGroups[group] as readonly FailureReason[]).filter((code) => possible.includes(code)),
    }))
    .filter(({ reasons }) => reasons.length > 0)
}
