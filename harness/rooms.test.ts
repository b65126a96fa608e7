import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { expect, test } from 'vitest'

const HARNESS = import.meta.dirname
const PAGE = join(HARNESS, '../docs/architecture.md')

/** Rooms from the bottom to the top, as docs/architecture.md prints them. */
const ORDER = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([\w-]+)\/` \|/gm)].map(([, room]) => room)

/** Beside the order: what scenarios import stands above every room, and only tests use test-support/. */
const ABOVE_ALL = ['index.ts', 'backend-scenarios.ts', 'rooms.test.ts']
const FOR_TESTS = 'test-support'

const files = readdirSync(HARNESS, { recursive: true, encoding: 'utf8' })
  .map(file => file.split(sep).join('/'))
  .filter(file => file.endsWith('.ts'))

function roomOf(file: string): string {
  return file.split('/')[0] ?? ''
}

/** The files that one imports, types included, from harness/. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(HARNESS, file), 'utf8')
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)]
    .map(([, path = '']) =>
      relative(HARNESS, join(HARNESS, dirname(file), path))
        .split(sep)
        .join('/'),
    )
    .filter(path => !path.startsWith('..') && files.includes(path))
}

/** The tests of this room are what the command runs. */
const CATALOGUE = files.filter(file => /^faults\/.*\.test\.ts$/.test(file))

const product = files.filter(file => !file.endsWith('.test.ts') && roomOf(file) !== FOR_TESTS)

test('docs/architecture.md lists every room once.', () => {
  const rooms = new Set(files.map(roomOf).filter(room => !ABOVE_ALL.includes(room) && room !== FOR_TESTS))
  expect([...ORDER].sort()).toEqual([...rooms].sort())
})

test('Import only rooms that stand below.', () => {
  const upwards = product.flatMap(file => {
    const own = ORDER.indexOf(roomOf(file))
    if (ABOVE_ALL.includes(file)) return []
    return importsOf(file)
      .filter(
        path =>
          roomOf(path) !== roomOf(file) &&
          !(ORDER.indexOf(roomOf(path)) < own && ORDER.includes(roomOf(path))),
      )
      .map(path => `${file} imports ${path}`)
  })
  expect(upwards).toEqual([])
})

test('Leave what only tests use in test-support/.', () => {
  const imported = new Set([...product, ...CATALOGUE].flatMap(importsOf))
  const byTests = new Set(
    files.filter(file => file.endsWith('.test.ts') || roomOf(file) === FOR_TESTS).flatMap(importsOf),
  )
  const alone = product.filter(file => byTests.has(file) && !imported.has(file))
  expect(alone).toEqual([])
})
