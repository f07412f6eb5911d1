// Fictional people with names as they are common in Bình Định. None of them exists.
import type { Random } from './random.ts'

/** By how common they are. */
const familyNames = [
  ...Array<string>(10).fill('Nguyễn'),
  ...Array<string>(5).fill('Trần'),
  ...Array<string>(4).fill('Lê'),
  ...Array<string>(3).fill('Phạm'),
  ...Array<string>(3).fill('Huỳnh'),
  ...Array<string>(2).fill('Võ'),
  ...Array<string>(2).fill('Đặng'),
  ...['Phan', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý', 'Đinh', 'Trương', 'Mai', 'Cao', 'Lâm'],
]
const women = {
  middle: ['Thị', 'Thị', 'Thị', 'Ngọc', 'Thanh', 'Thị Mỹ', 'Thị Kim', 'Thị Thu', 'Bích', 'Hồng'],
  given: [
    ...[
      'Hoa',
      'Lan',
      'Hương',
      'Thảo',
      'Trang',
      'Hạnh',
      'Nga',
      'Phượng',
      'Thúy',
      'Yến',
      'Loan',
      'Đào',
      'Tuyết',
    ],
    ...['Hằng', 'Quyên', 'Diễm', 'Xuân', 'Vân', 'Mỹ', 'Liên', 'Nhung', 'Oanh', 'Hòa', 'Duyên', 'Ánh', 'Trâm'],
  ],
}
const men = {
  middle: ['Văn', 'Văn', 'Văn', 'Đức', 'Minh', 'Thanh', 'Hữu', 'Quốc', 'Công', 'Xuân', 'Đình', 'Ngọc'],
  given: [
    ...['Hùng', 'Dũng', 'Tuấn', 'Sơn', 'Long', 'Phúc', 'Thành', 'Đạt', 'Bình', 'Lâm', 'Quang', 'Tâm', 'Hòa'],
    ...[
      'Cường',
      'Hải',
      'Nam',
      'Khánh',
      'Trí',
      'Vinh',
      'Thắng',
      'Toàn',
      'Đông',
      'Phong',
      'Nghĩa',
      'Tín',
      'Lộc',
    ],
  ],
}
const prefixes = ['032', '035', '038', '070', '077', '081', '084', '090', '091', '093', '097', '098']

export function aName(random: Random): string {
  const { middle, given } = random.chance(0.54) ? women : men
  return `${random.pick(familyNames)} ${random.pick(middle)} ${random.pick(given)}`
}

export interface DemoPerson {
  readonly name: string
  readonly birthYear: number
  readonly phone: string | null
}

/** Somebody who is of age in `year`. */
export function aPerson(random: Random, year: number): DemoPerson {
  const age = 18 + Math.floor(58 * random.next() ** 1.2)
  const phone = random.chance(0.7) ? `${random.pick(prefixes)}${random.between(1_000_000, 9_999_999)}` : null
  return { name: aName(random), birthYear: year - age, phone }
}
