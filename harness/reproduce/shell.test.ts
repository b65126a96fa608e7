import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { harmlessJson, isPlain, printing, wordOf } from './shell.ts'

/** What a shell makes of the words of a command, as the command would get them. */
function wordsIn(command: string, environment: Record<string, string> = {}): string[] {
  const output = execFileSync('sh', ['-c', `set -- ${command}; printf '%s\\0' "$@"`], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ...environment },
  })
  return output.split('\0').slice(0, -1)
}

const HOSTILE = [
  '',
  'plain',
  "it's",
  `'"'"'`,
  '$(exit 1) `id` $HOME',
  '; rm -rf . & | > < * ? [a] {b,c} ~ ! #',
  '-n',
  '@/etc/passwd',
  '=ls',
  'back\\slash \\n \\033',
  '100 % %s %d',
  'two\nlines',
  '\u001b]0;title\u0007\u001b[31mred',
  'carriage\rreturn\tand tab',
  'right \u202e to left, zero\u200bwidth',
  'grüße 😀',
]

describe('A word of a shell command', () => {
  test.each(HOSTILE)('A word of a shell command is the text itself: %j', text => {
    expect(wordsIn(wordOf(text))).toEqual([text])
  })

  test.each(HOSTILE)('A word of a shell command holds no control characters: %j', text => {
    expect(isPlain(wordOf(text))).toBe(true)
  })

  test('A word of a shell command has variables in place of secrets.', () => {
    const variables = new Map([
      ['t-1', 'TOKEN'],
      ['[redacted]', 'SECRET'],
    ])
    const word = wordOf(`{"a":"t-1","b":"it's [redacted]t-1"}`, variables)
    expect(word).not.toMatch(/t-1|redacted/)
    expect(wordsIn(word, { TOKEN: 'a b*', SECRET: '$x' })).toEqual([`{"a":"a b*","b":"it's $xa b*"}`])
  })
})

describe('A command that prints', () => {
  test.each(HOSTILE)('A printing command prints the text itself: %j', text => {
    const command = printing(text)
    expect(isPlain(command)).toBe(true)
    expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe(text)
  })

  test('A printing command prints bytes that are not text, and variables.', () => {
    const command = printing('\0\xff t-1\r\n', new Map([['t-1', 'TOKEN']]), 'latin1')
    const printed = execFileSync('sh', ['-c', command], { env: { TOKEN: '%s' } })
    expect(printed.toString('latin1')).toBe('\0\xff %s\r\n')
  })
})

describe('Harmless JSON', () => {
  const hostile = { name: "a'b\u001b[2J\n\u2028", data: '\u202e\ud800\u0085"\\' }

  test('Harmless JSON has the same value.', () => {
    for (const text of [JSON.stringify(hostile), JSON.stringify(hostile, undefined, '\t')]) {
      const harmless = harmlessJson(text) ?? ''
      expect(isPlain(harmless)).toBe(true)
      expect(JSON.parse(harmless)).toEqual(hostile)
    }
  })

  test('Harmless JSON is undefined for text that is not JSON.', () => {
    expect(harmlessJson('{"a":')).toBeUndefined()
  })
})
