// Values that programs trip over, and every way to put one of them into a good body.

export const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

export const oddTexts = [
  '',
  '\0',
  'x\0y',
  '\ud800',
  '__proto__',
  'constructor',
  'toString',
  "'; drop table rows --",
]

/** As JSON. */
export const oddValues = [
  'null',
  'true',
  '-1',
  '0.5',
  '1e300',
  '1e999',
  '9007199254740993',
  '[]',
  '{}',
  '[null]',
  nested(2_000),
  '{"__proto__":{"admin":true}}',
  ...oddTexts.map((text) => JSON.stringify(text)),
  JSON.stringify('x'.repeat(20_000)),
]

/** Those of them that one database takes and another does not. */
export const oddForDatabases = [
  '-1',
  '1e300',
  '9007199254740993',
  ...['\0', 'x\0y', '\ud800', "'; drop table rows --"].map((text) => JSON.stringify(text)),
  JSON.stringify('x'.repeat(20_000)),
]

/** Parts of a path or a query as they travel. */
export const oddParts = [
  '',
  '%00',
  '%',
  '%zz',
  '%ED%A0%80',
  '%F0%9F%98%80',
  '..%2F..%2Fetc%2Fpasswd',
  '__proto__',
  'constructor',
  '-1',
  '1e9',
  '99999999999999999999',
  '2026-02-31',
  `'%20or%201=1`,
  'x'.repeat(8_000),
]

/** JSON texts, each with one place of a good body changed to one of these values, or with something added. */
export function* mutationsOf(body: unknown, values: readonly string[]): Generator<string> {
  const good = JSON.stringify(body)
  for (const path of pathsOf(body)) {
    for (const value of values) yield JSON.stringify(withMark(body, path)).replace('"<odd>"', () => value)
  }
  yield good.replace('{', '{"__proto__":{"admin":true},')
  yield good.replace('{', '{"constructor":{"prototype":{"admin":true}},')
  yield good.replace('{', '{"unknown":{"field":[1,2,3]},')
  yield good.replace('{', `{"unknown":${JSON.stringify('x'.repeat(20_000))},`)
}

type Path = readonly (string | number)[]

function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [[]]
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [[], ...entries.flatMap(([key, part]) => pathsOf(part).map((path) => [key, ...path]))]
}

function withMark(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return '<odd>'
  const part = (value as Record<string | number, unknown>)[key]
  if (Array.isArray(value))
    return value.map((one, index) => (index === key ? withMark(part, rest) : (one as unknown)))
  return { ...(value as object), [key]: withMark(part, rest) }
}
