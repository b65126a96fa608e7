import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { artifacts } from './artifacts.ts'
import { differences, write } from './up-to-date.ts'

const PAGE = { path: 'PAGE.md', text: 'page\n' }
const SCHEMA = { path: 'docs/contract/schemas/one.schema.json', text: '{}\n' }

function emptyRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'contract-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  return root
}

test('What has just been written is current.', () => {
  const root = emptyRoot()
  write(root, [PAGE, SCHEMA])
  expect(differences(root, [PAGE, SCHEMA])).toEqual([])
})

test('A file that is missing, another, or left over is named.', () => {
  const root = emptyRoot()
  mkdirSync(join(root, 'docs/contract/schemas'), { recursive: true })
  writeFileSync(join(root, 'docs/contract/schemas/two.schema.json'), '{}')
  writeFileSync(join(root, 'PAGE.md'), 'by hand\n')
  expect(differences(root, [PAGE, SCHEMA])).toEqual([
    'PAGE.md is not what the contract says',
    'docs/contract/schemas/one.schema.json is missing',
    'docs/contract/schemas/two.schema.json belongs to nothing in the contract',
  ])
})

test('What is left over is removed, but only from the folder of the artifacts.', () => {
  const root = emptyRoot()
  write(root, [PAGE, SCHEMA])
  write(root, [])
  expect(differences(root, [PAGE])).toEqual([])
  expect(differences(root, [SCHEMA])).toEqual(['docs/contract/schemas/one.schema.json is missing'])
})

test('The artifacts are the same each time, and each has a path of its own.', () => {
  expect(artifacts()).toEqual(artifacts())
  const paths = artifacts().map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
})
