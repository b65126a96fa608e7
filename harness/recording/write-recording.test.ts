import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { keepSecret } from '../diagnosis/index.ts'
import { sampleEntries, sampleRecording } from '../test-support/sample-recording.ts'
import type { Entry } from '../timeline/index.ts'
import { ConfigurationError } from '../util/errors.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { MAX_BYTES, MAX_ENTRIES } from './format.ts'
import {
  checkPlaceOfRecording,
  readRecording,
  recordingIn,
  replayRecording,
  textOf,
  writeRecording,
} from './index.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())

const place = (name: string): string => join(directory.path, name)

describe('Save a timeline', () => {
  test('Read it as it was written', () => {
    const recording = sampleRecording({ variant: 'over a tap', backend: 'Flask' })
    writeRecording(place('whole'), recording)
    expect(readRecording(place('whole'))).toEqual(expect.objectContaining(recording))
    expect(readdirSync(directory.path)).toEqual(['whole'])
  })

  test('Save no secret, and still show whether one arrived as it was sent', () => {
    keepSecret('hush-hush')
    const [request, callback, ...more] = sampleEntries()
    const secretive = [
      { ...request, headers: { authorization: 'Bearer abcdef', cookie: 'sid=12345678' } },
      {
        ...callback,
        target: '/api/sse/callback?secret=hush-hush',
        payload: {
          action: 'connect',
          token: 't',
          request: { url: '/', headers: { authorization: 'Bearer abcdef', cookie: 'sid=changed' } },
        },
      },
      { kind: 'log', source: 'stdout', text: 'called hush-hush', at: 2 },
      { kind: 'stream-bytes', stream: 1, bytes: Buffer.from('data: hush-hush\n\n'), at: 3 },
    ] as Entry[]
    const text = textOf(sampleRecording({ entries: [...secretive, ...more] }))
    expect(text).not.toMatch(/hush|abcdef|12345678|changed|aHVzaC1odXNo/)
    const [sent, told] = recordingIn(text, 'saved').entries as unknown as [
      { headers: Record<string, string> },
      { payload: { request: { headers: Record<string, string> } } },
    ]
    expect(told.payload.request.headers.authorization).toBe(sent.headers.authorization)
    expect(told.payload.request.headers.cookie).not.toBe(sent.headers.cookie)
  })

  test('Save no secret that came in pieces, in a name, or in a list of pairs', async () => {
    keepSecret('hush-hush')
    const { entries } = sampleRecording()
    const pieces = ['data: hu', 'sh-h', 'ush and more\n\n'].map(text => ({
      kind: 'stream-bytes',
      stream: 1,
      bytes: Buffer.from(text),
      at: 5,
    }))
    const odd = {
      kind: 'note',
      text: 'odd',
      at: 6,
      headers: [['authorization', 'Bearer abcdef']],
      'hush-hush': 1,
    }
    const text = textOf(sampleRecording({ entries: [...entries, ...pieces, odd] as Entry[] }))
    const read = recordingIn(text, 'saved')
    const bytes = read.entries.flatMap(entry => (entry.kind === 'stream-bytes' ? [entry.bytes] : []))
    expect(Buffer.concat(bytes).toString()).toContain('data: [redacted] and more')
    expect(text).not.toMatch(/hush|abcdef/)
    expect((await replayRecording(read)).outcome).toBeUndefined()
  })

  test('Do not replace a file that is no saved timeline', () => {
    writeFileSync(place('letter'), 'Dear Sir')
    expect(() => checkPlaceOfRecording(place('letter'), '--save')).toThrow(
      /letter is no saved timeline, and saving would replace it; name another file\.$/,
    )
    expect(() => checkPlaceOfRecording(directory.path, '--save')).toThrow(
      /is no file; name a file to be written\.$/,
    )
    expect(() => checkPlaceOfRecording(join(directory.path, 'no', 'where'), '--save')).toThrow(
      /which is no directory; name a file in one that exists\.$/,
    )
    writeRecording(place('replaced'), sampleRecording())
    checkPlaceOfRecording(place('replaced'), '--save')
    expect(readFileSync(place('letter'), 'utf8')).toBe('Dear Sir')
  })

  test('Compress it where its name ends with .gz, and read it as it was written', () => {
    const recording = sampleRecording({ backend: 'Flask' })
    writeRecording(place('whole.gz'), recording)
    expect([...readFileSync(place('whole.gz')).subarray(0, 2)]).toEqual([0x1f, 0x8b])
    expect(readRecording(place('whole.gz'))).toEqual(expect.objectContaining(recording))
    checkPlaceOfRecording(place('whole.gz'), '--save')
  })

  test.each([
    [
      'that unpacks to more than a timeline may have',
      gzipSync(Buffer.alloc(MAX_BYTES + 1)),
      /cannot be read/,
    ],
    ['that is broken', gzipSync('x'.repeat(99)).subarray(0, 20), /cannot be read/],
    ['of something else', gzipSync('Dear Sir'), /is no saved timeline/],
  ])('Refuse a compressed file %s in one sentence, and do not replace it', (_what, bytes, sentence) => {
    writeFileSync(place('odd.gz'), bytes)
    expect(() => readRecording(place('odd.gz'))).toThrow(ConfigurationError)
    expect(() => readRecording(place('odd.gz'))).toThrow(sentence)
    expect(() => checkPlaceOfRecording(place('odd.gz'), '--save')).toThrow(/is no saved timeline, and/)
  })

  test('Do not write one that is too large', () => {
    const entry = sampleEntries()[0] as Entry
    const entries = Array.from({ length: MAX_ENTRIES + 1 }, () => entry)
    expect(() => writeRecording(place('large'), sampleRecording({ entries }))).toThrow(
      /too large to be saved/,
    )
    expect(readdirSync(directory.path)).not.toContain('large')
  })
})
