import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { keepSecret } from '../diagnosis/index.ts'
import { sampleEntries, sampleRecording } from '../test-support/sample-recording.ts'
import type { Entry } from '../timeline/index.ts'
import { ConfigurationError } from '../util/errors.ts'
import { MAX_BYTES, MAX_ENTRIES } from './format.ts'
import {
  checkPlaceOfRecording,
  type Recording,
  readRecording,
  recordingIn,
  replayRecording,
  textOf,
  writeRecording,
} from './index.ts'

const directory = mkdtempSync(join(tmpdir(), 'recordings-'))
afterAll(() => rmSync(directory, { recursive: true }))

const place = (name: string): string => join(directory, name)

async function verdictOn(recording: Recording) {
  const { outcome } = await replayRecording(recordingIn(textOf(recording), 'saved'))
  return outcome?.verdict
}

const isEvent = (kind: Entry['kind'], name: string) => (entry: Entry) =>
  entry.kind === kind && 'event' in entry && (entry.event as { event: string }).event === name

function without(...lost: readonly ((entry: Entry) => boolean)[]): Recording {
  return sampleRecording({ entries: sampleEntries().filter(entry => !lost.some(is => is(entry))) })
}

const LOST = {
  party: 'gateway',
  what: 'process-hangs',
  summary: 'It stopped.',
  streams: [],
} as const

/** The sample's entries with another expectation. */
function expecting(changed: object): Entry[] {
  return sampleEntries().map(entry =>
    entry.kind === 'expectation' ? ({ ...entry, ...changed } as Entry) : entry,
  )
}

function pattern(source: string): object {
  return { matcher: 'toHaveHeader', args: ['content-type', { $pattern: source, $flags: '' }] }
}

describe('Judged by nothing but the record', () => {
  test('a timeline with everything in it holds.', async () => {
    expect(await replayRecording(sampleRecording())).toMatchObject({ outcome: undefined, expectations: 1 })
  })

  test('an event that was accepted and not written was lost by the gateway.', async () => {
    const lost = without(
      isEvent('stream-written', 'connection_open'),
      isEvent('stream-event', 'connection_open'),
    )
    expect(await verdictOn(lost)).toMatchObject({
      party: 'gateway',
      finding: 'gateway/connect-event-lost',
    })
  })

  test('an event that was written and not dispatched was lost by the harness.', async () => {
    expect(await verdictOn(without(isEvent('stream-event', 'connection_open')))).toMatchObject({
      party: 'harness',
    })
  })

  test('an event that no answer holds was never produced by the backend.', async () => {
    const entries = without(
      isEvent('stream-written', 'connection_open'),
      isEvent('stream-event', 'connection_open'),
    ).entries.map(entry => (entry.kind === 'callback-response' ? { ...entry, body: '{}' } : entry))
    expect(await verdictOn(sampleRecording({ entries }))).toMatchObject({ party: 'backend' })
  })

  test('what ended a scenario, and no expectation shows, is told as it was found then.', async () => {
    const failure = {
      name: 'WaitExpired',
      waitedFor: 'the end',
      limitMs: 5_000,
      lastSeen: 'nothing',
    } as const
    const gatewayThen = { lastLines: [], health: { answers: true, said: 'answers 200' } }
    const judged = await replayRecording(sampleRecording({ failure, gatewayThen }))
    expect(judged.asFoundThen).toBe(true)
    expect(judged.outcome?.verdict?.summary).toMatch(/^Waited 5 s for the end\..* answers 200/)
  })

  test('a wait whose end this program slept through stays undecided.', async () => {
    const waited = { waitedFor: 'the end', limitMs: 5_000, lastSeen: 'nothing' }
    const failure = { name: 'WaitExpired', ...waited, eventLoopStalled: true } as const
    const gatewayThen = { lastLines: [], health: { answers: true, said: 'answers 200' } }
    expect(await verdictOn(sampleRecording({ failure, gatewayThen }))).toMatchObject({
      party: 'undecided',
      between: ['harness', 'gateway'],
    })
  })

  test('a gateway that had died is at fault.', async () => {
    const failure = { name: 'Error', message: 'whatever' } as const
    const gatewayThen = {
      ended: 'exit code 7',
      lastLines: ['boom \u001b[31m'],
      health: { answers: false, said: 'was refused' },
    }
    const verdict = await verdictOn(sampleRecording({ failure, gatewayThen }))
    expect(verdict?.finding).toBe('gateway/process-died')
    expect(verdict?.evidence.join('\n')).toContain('boom \\x1b[31m')
  })

  test('a failure that this version does not find again is told to hold now.', async () => {
    const judged = await replayRecording(sampleRecording({ decisive: 11 }))
    expect(judged).toMatchObject({ outcome: undefined, holdsNow: true })
  })

  test.each<[string, Partial<Recording>]>([
    ['arguments of another form', { entries: expecting({ args: ['oops'] }) }],
    ['a subject of another form', { entries: expecting({ subject: 'oops' }) }],
    ['a matcher that is none', { entries: expecting({ matcher: 'toString' }) }],
    ['a pattern with an escaped backslash', { entries: expecting(pattern('\\\\*\\\\*\\\\*b')) }],
    ['a pattern that is too long', { entries: expecting(pattern('(a|a)'.repeat(32))) }],
    [
      'an address that is none',
      {
        failure: { name: 'Violation', details: LOST },
        gatewayThen: {
          lastLines: [],
          health: { answers: false, said: 'was refused' },
          foreign: { address: 'nowhere', callbackAddress: '', hasCalledBack: true },
        },
      },
    ],
    [
      'more expectations than anybody has',
      { entries: Array.from({ length: 20_000 }, () => sampleEntries()[11] as Entry) },
    ],
  ])('%s is refused in a sentence.', async (_what, changed) => {
    await expect(replayRecording(sampleRecording(changed))).rejects.toThrow(ConfigurationError)
    await expect(replayRecording(sampleRecording(changed))).rejects.toThrow(
      /^The saved timeline .*; save it again/,
    )
  })

  test('an expectation of what is not recorded is refused.', async () => {
    const entries = sampleEntries().map(entry =>
      entry.kind === 'expectation' ? { ...entry, subject: { $stream: 9 } } : entry,
    )
    await expect(replayRecording(sampleRecording({ entries }))).rejects.toThrow(
      'The saved timeline expects something of $stream 9, which it does not tell of; save it again with this version.',
    )
  })

  test('a pattern that would keep us busy for ever is refused.', async () => {
    const entries = sampleEntries().map(entry =>
      entry.kind === 'expectation'
        ? { ...entry, matcher: 'toHaveHeader', args: ['content-type', { $pattern: '(a+)+$', $flags: '' }] }
        : entry,
    )
    await expect(replayRecording(sampleRecording({ entries }))).rejects.toThrow('$pattern "(a+)+$"')
  })
})

describe('A saved timeline', () => {
  test('is read as it was written.', () => {
    const recording = sampleRecording({ variant: 'over a tap', backend: 'Flask' })
    writeRecording(place('whole'), recording)
    expect(readRecording(place('whole'))).toEqual(expect.objectContaining(recording))
    expect(readdirSync(directory)).toEqual(['whole'])
  })

  test('holds no secret, and still shows whether one arrived as it was sent.', () => {
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

  test('holds no secret that came in pieces, in a name, or in a list of pairs.', async () => {
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

  test('does not replace what is no saved timeline.', () => {
    writeFileSync(place('letter'), 'Dear Sir')
    expect(() => checkPlaceOfRecording(place('letter'), '--save')).toThrow(
      /letter is no saved timeline, and saving would replace it; name another file\.$/,
    )
    expect(() => checkPlaceOfRecording(directory, '--save')).toThrow(
      /is no file; name a file to be written\.$/,
    )
    expect(() => checkPlaceOfRecording(join(directory, 'no', 'where'), '--save')).toThrow(
      /which is no directory; name a file in one that exists\.$/,
    )
    writeRecording(place('replaced'), sampleRecording())
    checkPlaceOfRecording(place('replaced'), '--save')
    expect(readFileSync(place('letter'), 'utf8')).toBe('Dear Sir')
  })

  test('is compressed where its name says so, and read as it was written.', () => {
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
  ])('compressed %s is refused in a sentence, and not replaced.', (_what, bytes, sentence) => {
    writeFileSync(place('odd.gz'), bytes)
    expect(() => readRecording(place('odd.gz'))).toThrow(ConfigurationError)
    expect(() => readRecording(place('odd.gz'))).toThrow(sentence)
    expect(() => checkPlaceOfRecording(place('odd.gz'), '--save')).toThrow(/is no saved timeline, and/)
  })

  test('that is too large is not written.', () => {
    const entry = sampleEntries()[0] as Entry
    const entries = Array.from({ length: MAX_ENTRIES + 1 }, () => entry)
    expect(() => writeRecording(place('large'), sampleRecording({ entries }))).toThrow(
      /too large to be saved/,
    )
    expect(readdirSync(directory)).not.toContain('large')
  })
})

describe('What is no saved timeline is refused in a sentence', () => {
  const whole = textOf(sampleRecording())
  const lines = whole.split('\n')
  const changed = (line: number, from: string | RegExp, to: string): string =>
    lines.map((text, n) => (n === line ? text.replace(from, to) : text)).join('\n')

  test.for<[string, string, RegExp]>([
    ['empty', '', /is no saved timeline: its first line does not begin as one/],
    ['another text', 'hello\n', /is no saved timeline/],
    ['JSON of another kind', '{"a":1}\n', /is no saved timeline/],
    ['nothing but brackets', `${'['.repeat(2_000_000)}\n`, /is no saved timeline/],
    ['cut within a line', whole.slice(0, -7), /is not whole: it breaks off after line \d+/],
    ['cut between lines', `${lines.slice(0, 5).join('\n')}\n`, /is not whole: it breaks off after line 5/],
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
      'a clause nobody knows',
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
      'a failure that tells nothing',
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

  test('no file, and what is none', () => {
    symlinkSync('/dev/zero', place('endless'))
    expect(() => readRecording(place('missing'))).toThrow(/^There is no .*missing; name a file/)
    expect(() => readRecording(directory)).toThrow(/is no file/)
    expect(() => readRecording(place('endless'))).toThrow(/is no file/)
  })
})

test('Whatever a saved timeline tells is shown without its control characters.', async () => {
  const entries = sampleEntries().map(entry =>
    'event' in entry && isEvent(entry.kind, 'connection_open')(entry)
      ? { ...entry, event: { ...(entry.event as object), event: '\u001b[2J\u202e</pre>' } }
      : entry,
  ) as Entry[]
  const verdict = await verdictOn(sampleRecording({ entries }))
  const shown = [verdict?.headline, verdict?.summary, ...(verdict?.evidence ?? [])].join('\n')
  expect(shown).toContain('\\x1b[2J\\u{202e}')
  for (const control of ['\u001b', '\u202e']) expect(shown).not.toContain(control)
})
