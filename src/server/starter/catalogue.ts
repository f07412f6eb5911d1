// What a new ward begins with: the procedures that residents of a commune most often submit. Codes, times, fees and
// channels follow the national public-service portal (dichvucong.gov.vn) as it was in July 2026; long names and the papers
// are shortened. Levels are set by each province: here stands what is usual, or `null`, and the manager corrects it. `null`
// also stands for a time or a fee of which the portal says nothing clear. "Không thu" is a fee that the portal shows as 0,
// unless a provincial council (HĐND) sets it: then 0 is only what is not filled in. Who may submit and what else there is to
// do are said as far as they are the same everywhere. Nothing is ever deleted: a procedure that is repealed gets a last day.
import { certification } from './catalogue/certification.ts'
import { civilStatus } from './catalogue/civilStatus.ts'
import { livelihood } from './catalogue/livelihood.ts'
import type { StarterProcedure } from './catalogue/procedure.ts'
import { residence } from './catalogue/residence.ts'
import { support } from './catalogue/support.ts'

export type { StarterProcedure }

export const starterCatalogue: readonly StarterProcedure[] = [
  ...civilStatus,
  ...certification,
  ...support,
  ...residence,
  ...livelihood,
]
