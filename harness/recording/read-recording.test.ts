import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { sampleRecording } from '../test-support/sample-recording.ts'
import { ConfigurationError } from '../util/errors.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { MAX_BYTES, MAX_ENTRIES } from './format.ts'
import { readRecording, recordingIn, textOf } from './index.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())

const place = (name: string): string => join(directory.path, name)

describe('Refuse in one sentence', () => {
  const whole = textOf(sampleRecording())
  const lines = whole.split('\n')
  const changed = (line: number, from: string | RegExp, to: string): string =>
    lines.map((text, n) => (n === line ? text.replace(from, to) : text)).join('\n')

  test.for<[string, string, RegExp]>([
    ['an empty file', '', /is no saved timeline: its first line does not begin as one/],
    ['another text', 'hello\n', /is no saved timeline/],
    ['JSON of another kind', '{"a":1}\n', /is no saved timeline/],
    ['nothing but brackets', `${'['.repeat(2_000_000)}\n`, /is no saved timeline/],
    ['a file cut within a line', whole.slice(0, -7), /is not whole: it breaks off after line \d+/],
    [
      'a file cut between lines',
      `${lines.slice(0, 5).join('\n')}\n`,
      /is not whole: it breaks off after line 5/,
    ],
    [
      'a line lost',
      [...lines.slice(0, 3), ...lines.slice(4)].join('\n'),
      /says that it has 12 entries, and has 11/,
    ],
    [
      'a later version',
      changed(0, '"version":4', '"version":5'),
      /is of version "5" of the format; this program reads versions 1 to 4/,
    ],
    ['no version', changed(0, '"version":4', '"v":1'), /is of version "none"/],
    [
      'a head without its target',
      changed(0, '"target"', '"tgt"'),
      /Line 1 of saved is not as it was saved: target is missing/,
    ],
    [
      'an unknown clause',
      changed(0, 'connect/response-event-forwarded', 'connect/\\u001b[2J'),
      /is of the clause "connect\/\\x1b\[2J", which/,
    ],
    [
      'an entry of another kind',
      changed(2, 'callback-request', 'call\\u001b[31m'),
      /Line 3 of saved is an entry of kind "call\\x1b\[31m"/,
    ],
    ['an entry that is no JSON', changed(2, '{', '['), /Line 3 of saved is no JSON object/],
    [
      'a number that is text',
      changed(1, '"stream":1', '"stream":"\\u001b[31m"'),
      /Line 2 of saved is not as it was saved: stream is "\\+(u001b|x1b)\[31m"; expected a whole number/,
    ],
    [
      'a failure without details',
      changed(13, '"entries":12', '"entries":12,"failure":{"name":"Violation"}'),
      /failure\.details is missing/,
    ],
  ])('%s', ([, text, sentence]) => {
    expect(() => recordingIn(text, 'saved')).toThrow(ConfigurationError)
    expect(() => recordingIn(text, 'saved')).toThrow(sentence)
    expect(() => recordingIn(text, 'saved')).not.toThrow('\u001b')
  })

  test('a million entries', () => {
    const entry = `${lines[1]}\n`
    const text = `${lines[0]}\n${entry.repeat(1_000_000)}{"end":true,"entries":1000000}\n`
    expect(() => recordingIn(text, 'saved')).toThrow(
      `has 1000000 entries; a saved timeline has at most ${MAX_ENTRIES}`,
    )
  })

  test('50 MB', () => {
    writeFileSync(place('heavy'), Buffer.alloc(50_000_000, 'x'))
    expect(() => readRecording(place('heavy'))).toThrow(
      `has 50000000 bytes; a saved timeline has at most ${MAX_BYTES}.`,
    )
  })

  test('a missing file, a directory and a device', () => {
    symlinkSync('/dev/zero', place('endless'))
    expect(() => readRecording(place('missing'))).toThrow(/^There is no .*missing; name a file/)
    expect(() => readRecording(directory.path)).toThrow(/is no file/)
    expect(() => readRecording(place('endless'))).toThrow(/is no file/)
  })
})
