// What the setup page begins with: a ward as it is usually made up. Everything in it can be changed before the first save.
import type { UnitKind } from '#domain/unit.ts'

export interface WardTemplate {
  readonly wardName: string
  readonly teams: { kind: Exclude<UnitKind, 'ward'>; name: string }[]
}

const neighbourhoods = [
  'An Dưỡng 1',
  'An Dưỡng 2',
  'Đệ Đức 1',
  'Đệ Đức 2',
  'Đệ Đức 3',
  'Giao Hội 1',
  'Giao Hội 2',
]

/** Phường Hoài Tân and its seven neighbourhoods (Decision 690/QĐ-UBND of 24/6/2022). */
export const wardTemplate: WardTemplate = {
  wardName: 'Phường Hoài Tân',
  teams: [
    ...neighbourhoods.map((name) => ({ kind: 'neighbourhood' as const, name: `Khu phố ${name}` })),
    { kind: 'desk', name: 'Bộ phận Một cửa' },
  ],
}
