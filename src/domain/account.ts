// Public-service accounts. One counts once per resident and kind, on the day it first succeeded; an e-ID (VNeID) only
// once it is activated and logged in, so that is what `vneid…` means here.
export const accountKinds = ['nationalPortal', 'provincialPortal', 'vneidLevel1', 'vneidLevel2'] as const
export type AccountKind = (typeof accountKinds)[number]
