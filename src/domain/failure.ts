// Why an attempt did not work: the closed list of reason codes, and what kind of attempt each can spoil.
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
