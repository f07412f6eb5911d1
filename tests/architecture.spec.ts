// What may import what, read from the sources themselves; and that no text is missing in any locale.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '#domain/commands.ts'
import { failureReasonCodes, failureSubjects } from '#domain/failure.ts'
import { indicators } from '#domain/figures.ts'
import { roles } from '#domain/member.ts'
import { levelNamings } from '#domain/procedure.ts'
import { problemCodes } from '#domain/problem.ts'
import { longKey, shortKey } from '../src/client/composables/indicatorKeys.ts'

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

/** Imports that go up: floors stand from the top down, and a file imports only from its own floor or one beneath it. */
function upward(house: string, floors: readonly (readonly string[])[]): Import[] {
  const floorOf = (path: string) =>
    floors.findIndex((rooms) =>
      rooms.some((room) => path === `${house}/${room}` || path.startsWith(`${house}/${room}/`)),
    )
  return imports.filter(({ from, to, isTypeOnly }) => {
    const [here, there] = [floorOf(from), floorOf(to)]
    return !isTypeOnly && here >= 0 && there >= 0 && there < here
  })
}

/** Every folder and file of a house stands on some floor, so that none escapes the rule by its name. */
function homeless(house: string, floors: readonly (readonly string[])[]): string[] {
  const rooms = new Set(floors.flat())
  return readdirSync(join(root, house)).filter((name) => !rooms.has(name) && !/\.d\.ts$|\.json$/.test(name))
}

describe('inside the client', () => {
  const floors = [
    ['main.ts'],
    ['createClient.ts'],
    ['App.vue', 'routes.ts'],
    ['screens'],
    ['composables'],
    ['session'],
    ['rescue', 'view', 'sync'],
    ['db'],
    ['vault'],
    ['components', 'files', 'stores', 'http', 'i18n', 'scan', 'styles'],
  ]

  it('nothing imports upward', () => {
    expect(upward('src/client', floors)).toEqual([])
    expect(homeless('src/client', floors)).toEqual([])
  })

  it('what stands on the ground imports nothing above it, not even a type', () => {
    const ground = /^src\/client\/(components|files|stores|http|i18n|scan|styles)\//
    const wrong = imports.filter(
      ({ from, to }) => ground.test(from) && to.startsWith('src/client/') && !ground.test(to),
    )
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
  const floors = [
    ['main.ts'],
    ['createApp.ts', 'tasks'],
    ['routes'],
    ['middleware', 'auth', 'starter', 'figures'],
    ['sync'],
    ['store'],
    ['migrations'],
  ]

  it('nothing imports upward', () => {
    expect(upward('src/server', floors)).toEqual([])
  })

  it('a route reaches only what lies between it and the rows', () => {
    const reached =
      /^src\/server\/(routes|middleware|sync|store|auth|starter|figures)\/|^src\/server\/context\.ts$/
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith('src/server/routes/') && world(to) === 'server' && !reached.test(to),
    )
    expect(wrong).toEqual([])
  })

  it('only store, migrations, auth and tasks know the query builder', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        world(from) === 'server' &&
        /^kysely/.test(to) &&
        !/^src\/server\/(store|migrations|auth|tasks)\//.test(from),
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
    keys: new Set(
      [`${locale}.json`, `help/${locale}.json`].flatMap((file) =>
        keysOf(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
      ),
    ),
  }))

  it('have the same keys in every locale', () => {
    const [vi, en] = locales.map(({ keys }) => [...keys].sort())
    expect(en).toEqual(vi)
  })

  const wordsFor: Record<string, readonly string[]> = {
    problem: Object.keys(problemCodes).map((code) => `problem.${code}`),
    'reason and what it spoils': [
      ...failureReasonCodes.map((code) => `reason.${code}`),
      ...failureSubjects.map((subject) => `subject.${subject}`),
    ],
    'indicator, long and short': indicators.flatMap((indicator) =>
      levelNamings.flatMap((naming) => [longKey(indicator, naming), shortKey(indicator, naming)]),
    ),
    level: levelNamings.flatMap((naming) => [3, 4].map((level) => `level.${naming}.${level}`)),
    role: roles.flatMap((role) => [`role.${role}`, `roleHint.${role}`]),
    command: Object.keys(commands).map((name) => `command.${name}`),
  }
  it.each(Object.keys(wordsFor))('have words for every %s', (what) => {
    for (const { locale, keys } of locales) {
      expect(
        wordsFor[what]?.filter((key) => !keys.has(key)),
        locale,
      ).toEqual([])
    }
  })

  /** Keys stand in the sources as they are, or begin as a template does: `reason.${code}`. */
  const sources = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
  const literals = new Set([...sources.matchAll(/['"`]([a-z]\w*(?:\.\w+)+)['"`]/gi)].map(([, key]) => key))
  const beginnings = [...sources.matchAll(/`([a-z]\w*\.[\w.]*)\$\{/gi)].map(([, beginning = '']) => beginning)

  it('are all said somewhere', () => {
    const dead = [...(locales[0]?.keys ?? [])].filter(
      (key) => !literals.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)),
    )
    expect(dead).toEqual([])
  })
})

it('every problem is thrown, or shown, by something', () => {
  const sources = files
    .filter((file) => file !== 'src/domain/problem.ts')
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
  expect(Object.keys(problemCodes).filter((code) => !sources.includes(`'${code}'`))).toEqual([])
})
