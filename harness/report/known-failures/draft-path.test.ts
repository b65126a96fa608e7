import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkDraftPlace, writeDraft } from './draft.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'draft-'))
  path = join(directory, 'list.yml')
})

afterEach(() => rmSync(directory, { recursive: true }))

describe('The path of a draft', () => {
  test('A draft may be any new file, and checking its path leaves nothing.', () => {
    expect(checkDraftPlace(path, undefined)).toEqual({ path, replaces: false })
    expect(readdirSync(directory)).toEqual([])
  })

  test('A draft does not replace a foreign file.', () => {
    writeFileSync(path, 'mine')
    expect(() => checkDraftPlace(path, undefined)).toThrow(/exists and would be overwritten; name a new file/)
    expect(() => checkDraftPlace(path, join(directory, 'other.yml'))).toThrow(/would be overwritten/)
    expect(() => writeDraft({ path, replaces: false }, 'draft')).toThrow()
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  test('A draft may replace the given list as a whole, also through a link.', () => {
    writeFileSync(path, 'old')
    const link = join(directory, 'link.yml')
    symlinkSync(path, link)
    const place = checkDraftPlace(link, path)
    writeDraft(place, 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(directory).toSorted()).toEqual(['link.yml', 'list.yml'])
  })

  test('The directory of a draft has to exist.', () => {
    expect(() => checkDraftPlace(join(directory, 'none', 'list.yml'), undefined)).toThrow(
      /cannot be written \(ENOENT\)/,
    )
    writeFileSync(join(directory, 'a-file'), '')
    expect(() => checkDraftPlace(join(directory, 'a-file', 'list.yml'), undefined)).toThrow(
      /cannot be written \(ENOTDIR\)/,
    )
    mkdirSync(path)
    expect(() => checkDraftPlace(path, undefined)).toThrow(/would be overwritten/)
  })
})
