// What leads, managers and whoever looks into a record ask the ward: read when it is first asked, as most phones never do.
import type { TableName } from '#domain/tables.ts'
import { devicesSchema, type DeviceState } from '#protocol/devices.ts'
import {
  figureRecordsSchema,
  figuresAnswerSchema,
  type FigureRecords,
  type FiguresAnswer,
} from '#protocol/figures.ts'
import { historySchema, type RowHistory } from '#protocol/history.ts'
import { movedSchema, type Move, type Moved } from '#protocol/move.ts'
import { paths, pathTo } from '#protocol/paths.ts'
import {
  rescueReplySchema,
  rescuesSchema,
  type RescueEntry,
  type RescueFile,
  type RescueReply,
} from '#protocol/rescue.ts'
import { stuckSchema, takenSchema, type StuckCommand, type Taken } from '#protocol/stuck.ts'
import type { Day } from '#domain/period.ts'
import type { Indicator } from '#domain/figures.ts'
import { nothing, toQuery, type Http } from './http.ts'

export interface RecordsQuery {
  from: Day
  to: Day
  indicator: Indicator
  teamId?: string | undefined
  memberId?: string | undefined
  after?: number | undefined
}

/** Each throws a Problem. */
export interface DeskApi {
  /** Phones of the members whom this member answers for. */
  listDevices(): Promise<DeviceState[]>
  revokeDevice(deviceId: string): Promise<void>
  listStuck(): Promise<StuckCommand[]>
  takeStuck(commandId: string): Promise<Taken>
  dismissStuck(commandId: string): Promise<void>
  getHistory(table: TableName, id: string): Promise<RowHistory>
  moveRecords(teamId: string, move: Move): Promise<Moved>
  sendRescue(file: RescueFile): Promise<RescueReply>
  listRescues(): Promise<RescueEntry[]>
  getFigures(period: { from: Day; to: Day }): Promise<FiguresAnswer>
  getFigureRecords(query: RecordsQuery): Promise<FigureRecords>
}

export function createDeskApi(http: Http): DeskApi {
  return {
    listDevices: async () => (await http(devicesSchema, paths.devices)).devices,
    revokeDevice: (deviceId) => http(nothing, pathTo(paths.revokeDevice, { deviceId }), { method: 'POST' }),
    listStuck: async () => (await http(stuckSchema, paths.stuck)).commands,
    takeStuck: (commandId) => http(takenSchema, pathTo(paths.takeStuck, { commandId }), { method: 'POST' }),
    dismissStuck: (commandId) => http(nothing, pathTo(paths.dismissStuck, { commandId }), { method: 'POST' }),
    getHistory: (table, id) => http(historySchema, pathTo(paths.history, { table, id })),
    moveRecords: (teamId, body) =>
      http(movedSchema, pathTo(paths.moveRecords, { teamId }), { method: 'POST', body }),
    sendRescue: (body) => http(rescueReplySchema, paths.rescue, { method: 'POST', body }),
    listRescues: async () => (await http(rescuesSchema, paths.rescues)).rescues,
    getFigures: (period) => http(figuresAnswerSchema, `${paths.figures}?${toQuery({ ...period })}`),
    getFigureRecords: (query) => http(figureRecordsSchema, `${paths.figureRecords}?${toQuery({ ...query })}`),
  }
}
