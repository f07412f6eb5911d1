// What a network does to one request. `late`: the phone gives up waiting and the request reaches the server afterwards.
// `held`: the reply is under way until something lets it go. `phoneDies…`: the phone is killed while it waits.
export const faults = [
  'none',
  'none',
  'none',
  'requestLost',
  'replyLost',
  'doubled',
  'late',
  'held',
  'truncated',
  'status500',
  'status502',
  'busy503',
  'status429',
  'portalPage',
  'portalJson',
  'tooLarge',
  'phoneDiesBefore',
  'phoneDiesAfter',
  'serverDiesBefore',
  'serverDiesAfter',
] as const
export type Fault = (typeof faults)[number]

/** After these a phone has heard the server as if nothing had happened. */
export const harmless: ReadonlySet<Fault> = new Set(['none', 'doubled', 'held'])
