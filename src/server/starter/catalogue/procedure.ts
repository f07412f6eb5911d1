// How a line of the starter catalogue is written: what nearly all lines share is said once, here.
import type { Channel, Fee, Guide } from '#domain/guide.ts'
import type { Day } from '#domain/period.ts'
import type { Procedure } from '#domain/procedure.ts'

export type StarterProcedure = Omit<Procedure, 'id'>

/** A dossier of an earlier day finds no procedure in force. What came later has a first day of its own. */
const always = '2022-01-01'

/** From this day communes do what districts did, and what began with the laws of that summer. */
export const since2025 = '2025-07-01'

/** The day on which the fees of residence became the same in every province (Circular 75/2022/TT-BTC). */
const residenceFeesSince = '2023-02-05'
const residenceFeesBefore = '2023-02-04'

/** What a procedure costs: as the portal prints it, and what that is for each channel. */
export interface Price {
  readonly printed: string | null
  readonly of: (channel: Channel) => Omit<Fee, 'channel'>[]
}

const alone = (amount: string, note?: string): Omit<Fee, 'channel'>[] => [
  { amount, from: always, to: null, ...(note === undefined ? {} : { note }) },
]

/** The same by every channel. */
export function price(amount: string, note?: string): Price {
  return { printed: amount, of: () => alone(amount, note) }
}

/** The portal says nothing clear. */
export const unsaid: Price = { printed: null, of: () => [] }

export const free = price('Không thu')

const councilAmount = 'Theo nghị quyết HĐND tỉnh'
const cheaperOnline = 'Có tỉnh thu ít hơn khi nộp trực tuyến.'

/** The portal shows 0, but the provincial council (HĐND) sets it, for some channels less than for others. */
export function councilPrice(note = ''): Price {
  return {
    printed: councilAmount,
    of(channel) {
      const notes = [note, channel === 'online' ? cheaperOnline : ''].filter(Boolean)
      return alone(councilAmount, notes.length > 0 ? notes.join(' ') : undefined)
    },
  }
}

export const council = councilPrice()

/** Civil status: these people pay nothing. */
export const civilCouncil = councilPrice('Miễn cho người có công, hộ nghèo, người khuyết tật.')

/** Residence: less when submitted online; before 2023 each province set it. */
export function residencePrice(online: string, direct: string, note = ''): Price {
  const exempt = 'Có đối tượng được miễn: trẻ em, người cao tuổi, người khuyết tật, hộ nghèo.'
  return {
    printed: `${online} trực tuyến, ${direct} trực tiếp`,
    of: (channel) => [
      { amount: councilAmount, from: always, to: residenceFeesBefore },
      {
        amount: channel === 'online' ? online : direct,
        from: residenceFeesSince,
        to: null,
        note: [note, exempt].filter(Boolean).join(' '),
      },
    ],
  }
}

type Line = Omit<StarterProcedure, 'validFrom' | 'validTo' | 'fee' | 'fees' | 'papers' | keyof Guide> &
  Pick<Guide, 'steps' | 'timeNote' | 'office'> & {
    price: Price
    paperList: string[]
    whoMay: string
    resultText: string
    validFrom?: Day
    validTo?: Day
  }

export function procedure({ price: { printed, of }, paperList, ...line }: Line): StarterProcedure {
  const fees = line.channels.flatMap((channel) => of(channel).map((fee) => ({ channel, ...fee })))
  return {
    validFrom: always,
    validTo: null,
    office,
    ...(line.time === inDay ? { timeNote: inDayNote } : {}),
    ...line,
    fee: printed,
    ...(fees.length > 0 ? { fees } : {}),
    papers: paperList.join('; '),
    paperList,
  }
}

/** As it is called since July 2025; before it was the one-stop desk. */
const office = 'Trung tâm Phục vụ hành chính công cấp xã (Bộ phận Một cửa)'
export const policeOffice = 'Công an cấp xã'

export const inDay = 'Trong ngày'
const inDayNote = 'Nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo'
export const timeUnsaid = 'Cổng Dịch vụ công không ghi rõ thời hạn; hỏi nơi nộp'

export const identity = 'Thẻ căn cước hoặc VNeID của người nộp (xuất trình)'
export const form = 'Tờ khai, hoặc biểu mẫu điện tử khi nộp trực tuyến'
/** Only when somebody submits for them. */
export const proxyPaper = 'Văn bản ủy quyền, nếu nộp thay'
