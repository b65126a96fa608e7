import { describe, expect, test } from 'vitest'
import { RENAMED } from '../contract/index.ts'
import { sampleRecording } from '../test-support/sample-recording.ts'
import { recordingIn } from './read-recording.ts'
import { textOf } from './write-recording.ts'

/** A timeline as version 2 saved it. */
function saved(entries: readonly object[], { head = {}, last = {} } = {}): string {
  const [first = ''] = textOf(sampleRecording()).split('\n')
  const lines = [
    { ...JSON.parse(first), version: 2, ...head },
    ...entries.map(entry => ({ at: 1, ...entry })),
    { end: true, entries: entries.length, ...last },
  ]
  return lines.map(line => `${JSON.stringify(line)}\n`).join('')
}

describe('A timeline of version 2 is read as one of this version', () => {
  test.each(Object.entries(RENAMED.clauses))('Its clause %s is %s.', (old, now) => {
    expect(recordingIn(saved([], { head: { clause: old } }), 'saved').clause).toBe(now)
  })

  test.each(Object.entries(RENAMED.matchers))('Its matcher %s is %s.', (matcher, now) => {
    const entry = { kind: 'expectation', matcher, subject: { $stream: 1 }, args: [] }
    expect(recordingIn(saved([entry]), 'saved').entries).toMatchObject([{ ...entry, matcher: now }])
  })

  test.each(Object.entries(RENAMED.findings))('Its finding %s is %s.', (old, now) => {
    const [party, what] = old.split('/')
    const between = party === 'undecided' ? { between: ['backend', 'set-up'] } : {}
    const failure = { name: 'Violation', details: { party, ...between, what, summary: 'S', streams: [] } }
    const read = recordingIn(saved([], { last: { failure } }), 'saved').failure
    if (read?.name !== 'Violation') throw new Error('expected a Violation')
    expect(`${read.details.party}/${read.details.what}`).toBe(now)
    if (party === 'undecided') expect(read.details).toMatchObject({ between: ['backend', 'configuration'] })
  })

  test('A wait during which this program stalled.', () => {
    const waited = { name: 'WaitExpired', waitedFor: 'an event', limitMs: 5, lastSeen: 'nothing' }
    const failure = { ...waited, sleptThrough: true }
    expect(recordingIn(saved([], { last: { failure } }), 'saved').failure).toEqual({
      ...waited,
      eventLoopStalled: true,
    })
  })

  test.each([{ failure: null }, { failure: 'Violation' }, { failure: { name: 'Violation', details: 1 } }])(
    'A last line that is not as it was saved is refused: %j.',
    last => {
      expect(() => recordingIn(saved([], { last }), 'saved')).toThrow(/not as it was saved/)
    },
  )

  test('Names that are the same in both versions stay as they are.', () => {
    const entry = { kind: 'expectation', matcher: 'toHaveReceived', subject: { $stream: 1 }, args: [] }
    const failure = {
      name: 'Violation',
      details: { party: 'gateway', what: 'send-refused', summary: 'S', streams: [] },
    }
    expect(recordingIn(saved([entry], { last: { failure } }), 'saved')).toMatchObject({
      clause: sampleRecording().clause,
      entries: [entry],
      failure,
    })
  })
})

test.each([3, 4])('A timeline of version %d is not searched for old names.', version => {
  const text = saved([], { head: { version, clause: 'life/stops-when-told' } })
  expect(() => recordingIn(text, 'saved')).toThrow(/is of the clause "life\/stops-when-told", which/)
})
