// A phone of the team in words.
import { useI18n } from 'vue-i18n'
import { madeOn } from '#domain/correction.ts'
import { dayAt } from '#domain/period.ts'
import type { DeviceState } from '#protocol/devices.ts'
import { joined } from '../../composables/joined.ts'
import { useClient } from '../../composables/useClient.ts'
import { useFormat } from '../../composables/useFormat.ts'
import { useSessionStore } from '../../stores/session.ts'
import { careOf, daysSilent } from './deviceOrder.ts'

/** What a browser says of the machine it runs on. */
const kinds = [
  { mark: /iPhone/, name: 'iPhone' },
  { mark: /iPad/, name: 'iPad' },
  { mark: /Android/, name: 'Android' },
  { mark: /Windows/, name: 'Windows' },
  { mark: /Macintosh/, name: 'Mac' },
  { mark: /Linux|X11/, name: 'Linux' },
]

export function useDeviceWords() {
  const { t } = useI18n()
  const format = useFormat()
  const { clock } = useClient()
  const { member } = useSessionStore()

  const kind = ({ name }: DeviceState) => kinds.find(({ mark }) => mark.test(name))?.name ?? name

  const isAlike = (a: DeviceState, b: DeviceState) => a.memberId === b.memberId && kind(a) === kind(b)

  /** Of somebody who has several phones the kind tells them apart, and of one kind a number: the oldest is the first. */
  function title(device: DeviceState, all: readonly DeviceState[]): string {
    const own = all.filter(({ memberId }) => memberId === device.memberId)
    if (own.length < 2) return device.memberName
    const alike = own.filter((other) => isAlike(device, other)).map(({ deviceId }) => deviceId)
    const number = alike.length > 1 ? [alike.sort().indexOf(device.deviceId) + 1] : []
    return joined([device.memberName, [kind(device), ...number].join(' ')])
  }

  /** Whether another phone of the same person is of the same kind. */
  const hasTwin = (device: DeviceState, all: readonly DeviceState[]) =>
    all.some((other) => other.deviceId !== device.deviceId && isAlike(device, other))

  const usedSince = ({ deviceId }: DeviceState) => format.day(madeOn(deviceId))

  /** Of another day the day alone. */
  function lately(device: DeviceState): string {
    const { lastContactAt } = device
    if (lastContactAt === null) return t('devices.neverHeard')
    const day = dayAt(lastContactAt)
    const time = day === format.today() ? format.time(lastContactAt) : format.day(day)
    // Of a silent one the mark says that it is about contact.
    return t(careOf(device, clock()) === 'silent' ? 'devices.lastHeard' : 'devices.heard', { time })
  }

  return {
    /** A manager has those of all teams. */
    listTitle: () => t(member?.role === 'manager' ? 'devices.titleOfAll' : 'devices.title'),
    kind,
    title,
    usedSince,
    contact: ({ lastContactAt }: DeviceState) =>
      lastContactAt === null ? t('devices.noContact') : format.nearTime(lastContactAt),
    /** The same in lines of a row; with a twin beside it, also since when it is in use, or only signed in. */
    heard(device: DeviceState, all: readonly DeviceState[]): string[] {
      if (!hasTwin(device, all)) return [lately(device)]
      const day = usedSince(device)
      const isUsed = device.lastContactAt !== null
      return [lately(device), t(isUsed ? 'devices.usedSince' : 'devices.signedIn', { day })]
    },
    unsent({ unsent, oldestUnsentAt }: DeviceState): string {
      if (unsent === 0) return t('devices.nothing')
      const count = t('devices.count', { count: unsent })
      return oldestUnsentAt === null
        ? count
        : `${count}, ${t('devices.since', { time: format.nearTime(oldestUnsentAt) })}`
    },
    /** The one thing to know about it. */
    mark(device: DeviceState): { tone: 'neutral' | 'wait' | 'mend' | 'sent'; label: string } {
      const now = clock()
      switch (careOf(device, now)) {
        case 'unsent':
          return { tone: 'wait', label: t('sync.waitingCount', { count: device.unsent }) }
        case 'busy':
          return { tone: 'neutral', label: t('sync.waitingCount', { count: device.unsent }) }
        case 'silent':
          return { tone: 'wait', label: t('devices.silent', { count: daysSilent(device, now) ?? 0 }) }
        case 'review':
          return { tone: 'mend', label: t('sync.reviewCount', { count: device.review }) }
        case 'leaving':
          return { tone: 'neutral', label: t('devices.leaving') }
        case 'gone':
          return { tone: 'neutral', label: t('devices.gone') }
        case 'well':
          return device.lastContactAt === null
            ? { tone: 'neutral', label: t('devices.new') }
            : { tone: 'sent', label: t('sync.allSentShort') }
      }
    },
  }
}
