import { describe, expect, test } from 'vitest'
import { sampleEntries, sampleRecording } from '../test-support/sample-recording.ts'
import type { Entry } from '../timeline/index.ts'
import { ConfigurationError } from '../util/errors.ts'
import { type Recording, recordingIn, replayRecording, textOf } from './index.ts'

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

describe('Replay a saved timeline', () => {
  test('Find nothing where everything is in it', async () => {
    expect(await replayRecording(sampleRecording())).toMatchObject({ outcome: undefined, expectations: 1 })
  })

  test('Blame the gateway for an event that was accepted and not written', async () => {
    const lost = without(
      isEvent('stream-written', 'connection_open'),
      isEvent('stream-event', 'connection_open'),
    )
    expect(await verdictOn(lost)).toMatchObject({
      party: 'gateway',
      finding: 'gateway/connect-event-lost',
    })
  })

  test('Blame the harness for an event that was written and not dispatched', async () => {
    expect(await verdictOn(without(isEvent('stream-event', 'connection_open')))).toMatchObject({
      party: 'harness',
    })
  })

  test('Blame the backend for an event that no answer has', async () => {
    const entries = without(
      isEvent('stream-written', 'connection_open'),
      isEvent('stream-event', 'connection_open'),
    ).entries.map(entry => (entry.kind === 'callback-response' ? { ...entry, body: '{}' } : entry))
    expect(await verdictOn(sampleRecording({ entries }))).toMatchObject({ party: 'backend' })
  })

  test('Repeat a failure that no expectation shows as it was found then', async () => {
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

  test('Stay undecided where the event loop was blocked at the end of a wait', async () => {
    const waited = { waitedFor: 'the end', limitMs: 5_000, lastSeen: 'nothing' }
    const failure = { name: 'WaitExpired', ...waited, eventLoopStalled: true } as const
    const gatewayThen = { lastLines: [], health: { answers: true, said: 'answers 200' } }
    expect(await verdictOn(sampleRecording({ failure, gatewayThen }))).toMatchObject({
      party: 'undecided',
      between: ['harness', 'gateway'],
    })
  })

  test('Blame a gateway that had died', async () => {
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

  test('Report a failure that this version does not find again as holding now', async () => {
    const judged = await replayRecording(sampleRecording({ decisive: 11 }))
    expect(judged).toMatchObject({ outcome: undefined, holdsNow: true })
  })

  test.each<[string, Partial<Recording>]>([
    ['arguments of another form', { entries: expecting({ args: ['oops'] }) }],
    ['a subject of another form', { entries: expecting({ subject: 'oops' }) }],
    ['an unknown matcher', { entries: expecting({ matcher: 'toString' }) }],
    ['a pattern with an escaped backslash', { entries: expecting(pattern('\\\\*\\\\*\\\\*b')) }],
    ['a pattern that is too long', { entries: expecting(pattern('(a|a)'.repeat(32))) }],
    [
      'an invalid address',
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
      'too many expectations',
      { entries: Array.from({ length: 20_000 }, () => sampleEntries()[11] as Entry) },
    ],
  ])('Refuse %s in one sentence', async (_what, changed) => {
    await expect(replayRecording(sampleRecording(changed))).rejects.toThrow(ConfigurationError)
    await expect(replayRecording(sampleRecording(changed))).rejects.toThrow(
      /^The saved timeline .*; save it again/,
    )
  })

  test('Refuse an expectation about a stream that is not recorded', async () => {
    const entries = sampleEntries().map(entry =>
      entry.kind === 'expectation' ? { ...entry, subject: { $stream: 9 } } : entry,
    )
    await expect(replayRecording(sampleRecording({ entries }))).rejects.toThrow(
      'The saved timeline expects something of $stream 9, which it does not tell of; save it again with this version.',
    )
  })

  test('Refuse a pattern that never ends', async () => {
    const entries = sampleEntries().map(entry =>
      entry.kind === 'expectation'
        ? { ...entry, matcher: 'toHaveHeader', args: ['content-type', { $pattern: '(a+)+$', $flags: '' }] }
        : entry,
    )
    await expect(replayRecording(sampleRecording({ entries }))).rejects.toThrow('$pattern "(a+)+$"')
  })
})

test('Escape the control characters of a saved timeline', async () => {
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
