// What may import what, read from the sources themselves; and that no text is missing in any locale.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemCodes } from '#domain/problem.ts'

const root = process.cwd()

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`
    if (statSync(join(root, path)).isDirectory()) return filesUnder(path)
    return /\.(ts|vue)$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

interface Import {
  from: string
  /** A path below the project, or the name of a package. */
  to: string
  isTypeOnly: boolean
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8')
  const code = file.endsWith('.vue')
    ? [...source.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n')
    : source
  const statements = code.matchAll(
    /^\s*(?:import|export)\s+(type\s)?[^'"()]*?from\s+'([^']+)'|import\s*\(\s*'([^']+)'\s*\)|^\s*import\s+'([^']+)'/gm,
  )
  return [...statements].map(([, type, named, dynamic, bare]) => ({
    from: file,
    to: resolve(file, named ?? dynamic ?? bare ?? ''),
    isTypeOnly: type !== undefined,
  }))
}

function resolve(file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.replace(/^#(\w+)\//, 'src/$1/')
  return specifier.startsWith('.')
    ? relative(root, normalize(join(root, dirname(file), specifier)))
    : specifier
}

const files = filesUnder('src')
const imports = files.flatMap(importsOf)
const world = (path: string) => path.match(/^src\/([^/]+)\//)?.[1]

describe('the worlds', () => {
  const allowed: Record<string, string[]> = {
    domain: ['domain'],
    protocol: ['domain', 'protocol'],
    client: ['domain', 'protocol', 'client'],
    server: ['domain', 'protocol', 'server'],
    'service-worker': ['service-worker'],
  }

  it('import only from worlds beneath them', () => {
    const wrong = imports.filter(({ from, to }) => {
      const target = world(to)
      return target !== undefined && !allowed[world(from) ?? '']?.includes(target)
    })
    expect(wrong).toEqual([])
  })

  it('domain and protocol know no package but the schema library', () => {
    const wrong = imports.filter(
      ({ from, to }) => /^src\/(domain|protocol)\//.test(from) && !to.startsWith('src/') && to !== 'valibot',
    )
    expect(wrong).toEqual([])
  })

  it('the service worker knows only workbox', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        world(from) === 'service-worker' &&
        !to.startsWith('workbox-') &&
        !to.startsWith('src/service-worker/'),
    )
    expect(wrong).toEqual([])
  })
})

describe('inside the client', () => {
  // From the top floor down; a file imports only from its own floor or one beneath it.
  const floors = [
    ['main.ts'],
    ['App.vue', 'routes.ts'],
    ['screens'],
    ['composables'],
    ['createClient.ts', 'session'],
    ['sync'],
    ['view'],
    ['db', 'vault'],
    ['components', 'files', 'stores', 'http', 'i18n', 'styles'],
  ]
  const floorOf = (path: string) =>
    floors.findIndex((rooms) =>
      rooms.some((room) => path === `src/client/${room}` || path.startsWith(`src/client/${room}/`)),
    )

  it('nothing imports upward', () => {
    const wrong = imports.filter(({ from, to, isTypeOnly }) => {
      const [here, there] = [floorOf(from), floorOf(to)]
      return !isTypeOnly && here >= 0 && there >= 0 && there < here
    })
    expect(wrong).toEqual([])
  })

  it('no component or screen reaches below the composables', () => {
    const wrong = imports.filter(
      ({ from, to }) => from.endsWith('.vue') && /^src\/client\/(db|view|sync|vault|http)\//.test(to),
    )
    expect(wrong).toEqual([])
  })
})

describe('inside the server', () => {
  it('only store, migrations, auth and tasks know the query builder', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        world(from) === 'server' &&
        /^kysely/.test(to) &&
        !/^src\/server\/(store|migrations|auth|tasks)\//.test(from),
    )
    expect(wrong).toEqual([])
  })

  it('the store knows nothing of routes, middleware or sync', () => {
    const wrong = imports.filter(
      ({ from, to, isTypeOnly }) =>
        !isTypeOnly &&
        from.startsWith('src/server/store/') &&
        /^src\/server\/(routes|middleware|sync)\//.test(to),
    )
    expect(wrong).toEqual([])
  })
})

it('no two files import each other, however far around', () => {
  const targets = new Map(
    files.map((file) => [
      file,
      imports
        .filter((i) => i.from === file && !i.isTypeOnly && existsSync(join(root, i.to)))
        .map((i) => i.to),
    ]),
  )
  const done = new Set<string>()
  const cycles: string[][] = []
  const visit = (file: string, trail: string[]) => {
    if (trail.includes(file)) return void cycles.push([...trail.slice(trail.indexOf(file)), file])
    if (done.has(file)) return
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(cycles).toEqual([])
})

describe('the texts', () => {
  const folder = join(root, 'src/client/i18n/messages')
  const keysOf = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, path ? `${path}.${key}` : key))
      : [path]
  const locales = ['vi', 'en'].map((locale) => ({
    locale,
    keys: new Set(keysOf(JSON.parse(readFileSync(join(folder, `${locale}.json`), 'utf8')))),
  }))

  it('have the same keys in every locale', () => {
    const [vi, en] = locales.map(({ keys }) => [...keys].sort())
    expect(en).toEqual(vi)
  })

  it('have words for every problem', () => {
    for (const { locale, keys } of locales) {
      const missing = Object.keys(problemCodes).filter((code) => !keys.has(`problem.${code}`))
      expect(missing, locale).toEqual([])
    }
  })
})
