import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clauseResult, gateResult } from '../test-support/sample-result.ts'
import { readXml } from '../test-support/xml-elements.ts'
import { ConfigurationError } from '../util/errors.ts'
import type { RunResult } from './result.ts'
import { checkReportDirectory, writeReport } from './write-report.ts'

const PASSED = gateResult([clauseResult('connect/fresh-token', 'passed')])
const STALE = gateResult([clauseResult('connect/fresh-token', 'stale', { reason: 'r' })])

let place: string
let directory: string

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'report-'))
  directory = join(place, 'out')
})

afterEach(() => rmSync(place, { recursive: true }))

function resultIn(directory: string): unknown {
  return JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8'))
}

test('A report is the whole result as JSON and as JUnit, and nothing else.', () => {
  writeReport(directory, PASSED)
  expect(readdirSync(directory).toSorted()).toEqual(['junit.xml', 'result.json'])
  expect(resultIn(directory)).toEqual(JSON.parse(JSON.stringify(PASSED)))
  expect(readXml(readFileSync(join(directory, 'junit.xml'), 'utf8')).name).toBe('testsuites')
  expect(readdirSync(place)).toEqual(['out'])
})

test('A report has the access rights of a directory made there.', () => {
  writeReport(directory, PASSED)
  mkdirSync(join(place, 'ordinary'))
  expect(statSync(directory).mode).toBe(statSync(join(place, 'ordinary')).mode)
})

test('Parent directories of a report are created.', () => {
  writeReport(join(directory, 'deep', 'down'), PASSED)
  expect(resultIn(join(directory, 'deep', 'down'))).toMatchObject({ exitCode: 0 })
})

test('A report replaces an earlier one as a whole.', () => {
  writeReport(directory, STALE)
  rmSync(join(directory, 'junit.xml'))
  writeReport(directory, PASSED)
  expect(readdirSync(directory).toSorted()).toEqual(['junit.xml', 'result.json'])
  expect(resultIn(directory)).toMatchObject({ exitCode: 0 })
  expect(readdirSync(place)).toEqual(['out'])
})

test('A report replaces an empty directory.', () => {
  mkdirSync(directory)
  writeReport(directory, PASSED)
  expect(resultIn(directory)).toMatchObject({ exitCode: 0 })
})

describe('Things of others', () => {
  beforeEach(() => {
    mkdirSync(directory)
    for (const name of ['notes.txt', 'result.json', 'thesis.tex'])
      writeFileSync(join(directory, name), 'mine')
  })

  test('Foreign files are never deleted, and the refusal names them and the remedy.', () => {
    for (const act of [() => checkReportDirectory(directory), () => writeReport(directory, PASSED)]) {
      expect(act).toThrow(ConfigurationError)
      expect(act).toThrow(
        `--out ${directory} contains more than a report (notes.txt, thesis.tex), which would be deleted; name a new or empty directory.`,
      )
    }
    expect(readdirSync(directory).toSorted()).toEqual(['notes.txt', 'result.json', 'thesis.tex'])
    expect(readFileSync(join(directory, 'result.json'), 'utf8')).toBe('mine')
  })

  test('Foreign files leave no half of a report.', () => {
    expect(() => writeReport(directory, PASSED)).toThrow()
    expect(readdirSync(place)).toEqual(['out'])
  })
})

test('A file in place of the directory is refused and kept.', () => {
  writeFileSync(directory, 'mine')
  for (const act of [() => checkReportDirectory(directory), () => writeReport(directory, PASSED)]) {
    expect(act).toThrow(`--out ${directory} is a file; name a directory for a report.`)
  }
  expect(readFileSync(directory, 'utf8')).toBe('mine')
  expect(readdirSync(place)).toEqual(['out'])
})

test('Nothing, an empty directory and an earlier report are places for a report.', () => {
  checkReportDirectory(directory)
  expect(existsSync(directory)).toBe(false)
  mkdirSync(directory)
  checkReportDirectory(directory)
  writeReport(directory, PASSED)
  checkReportDirectory(directory)
  expect(resultIn(directory)).toMatchObject({ exitCode: 0 })
})

test('A report stays in its directory, which may be a mounted one.', () => {
  mkdirSync(directory)
  const { ino } = statSync(directory)
  writeReport(directory, STALE)
  writeReport(directory, PASSED)
  expect(statSync(directory).ino).toBe(ino)
  expect(readdirSync(directory).toSorted()).toEqual(['junit.xml', 'result.json'])
})

test('Leftovers of a killed run are not foreign, and are removed after a day.', () => {
  mkdirSync(directory)
  const left = (name: string): string => join(directory, `.unfinished-${name.repeat(36)}`)
  for (const name of ['a', 'b']) mkdirSync(left(name))
  const longAgo = new Date(Date.now() - 25 * 3_600_000)
  utimesSync(left('b'), longAgo, longAgo)
  writeReport(directory, PASSED)
  expect(readdirSync(directory).toSorted()).toEqual([basename(left('a')), 'junit.xml', 'result.json'])
})

test('A place that cannot be written to is refused before anything is run.', () => {
  expect(() => checkReportDirectory('/proc/report')).toThrow(
    /^--out \/proc\/report cannot be written \(E\w+\); name a directory that can be created or replaced\.$/,
  )
})

test('A report that cannot be completed leaves the earlier one as it was.', () => {
  writeReport(directory, STALE)
  const broken: RunResult = {
    ...PASSED,
    get clauses(): never {
      throw new RangeError('broken')
    },
  }
  expect(() => writeReport(directory, broken)).toThrow('broken')
  expect(resultIn(directory)).toMatchObject({ exitCode: 1 })
  expect(readdirSync(place)).toEqual(['out'])
})

test('A report that cannot be written at all leaves nothing.', () => {
  const closed = join(place, 'file')
  writeFileSync(closed, '')
  chmodSync(closed, 0o400)
  expect(() => writeReport(join(closed, 'out'), PASSED)).toThrow()
  expect(readdirSync(place)).toEqual(['file'])
})

test('A place under a file is refused before anything is run.', () => {
  writeFileSync(directory, 'mine')
  expect(() => checkReportDirectory(join(directory, 'deep', 'report'))).toThrow(
    /lies under .* which is a file; name another/,
  )
})
