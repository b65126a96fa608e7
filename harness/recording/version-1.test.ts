import { describe, expect, test } from 'vitest'
import { newNameOf } from '../contract/index.ts'
import { FINDINGS } from '../diagnosis/findings/index.ts'
import { sampleRecording } from '../test-support/sample-recording.ts'
import { recordingIn } from './read-recording.ts'
import { TITLES_OF_VERSION_1 } from './version-1-titles.ts'
import { textOf } from './write-recording.ts'

const then = { lastLines: [], health: 'refuses connections' }
const details = { party: 'backend', what: 'never produced', summary: 'It never came.', streams: [] }

/** A timeline as version 1 saved it. @param last what its last line has beside the ordinary */
function saved(entries: readonly object[], last: object = {}): string {
  const [head = ''] = textOf(sampleRecording()).split('\n')
  const lines = [
    head.replace('"version":4', '"version":1'),
    ...entries.map(entry => JSON.stringify({ at: 1, ...entry })),
    JSON.stringify({ end: true, entries: entries.length, ...last }),
  ]
  return `${lines.join('\n')}\n`
}

describe('A timeline of version 1 is read as one of this version', () => {
  test.each([
    ['the gateway gave up before the backend answered', { by: 'gateway' }],
    ['the backend cut the connection', { by: 'backend' }],
    ['the backend refused the connection', { by: 'backend', broke: true }],
    ['the network broke the connection: ECONNRESET', { by: 'network', broke: true }],
  ])('A callback unanswered because %s.', (why, fields) => {
    const { entries } = recordingIn(saved([{ kind: 'callback-unanswered', call: 1, why }]), 'saved')
    expect(entries).toEqual([{ at: 1, kind: 'callback-unanswered', call: 1, why, ...fields }])
  })

  test.each([
    ['no answer within 5 s', 'timeout'],
    ['the backend gave up before the gateway answered', 'given-up'],
    ['not tried, since an earlier send got no answer', 'not-tried'],
    ['ECONNREFUSED', 'broken'],
    ['cut by the harness', 'other'],
  ])('A send failed: %s.', (why, reason) => {
    const { entries } = recordingIn(saved([{ kind: 'send-failed', send: 1, why }]), 'saved')
    expect(entries).toEqual([{ at: 1, kind: 'send-failed', send: 1, why, reason }])
  })

  test('A finding and a party that have other ids now.', () => {
    const failure = {
      name: 'Violation',
      details: {
        party: 'undecided',
        between: ['gateway', 'set-up'],
        what: 'the gateway that somebody else runs stopped answering',
        summary: 'It is silent.',
        streams: [],
      },
    }
    expect(recordingIn(saved([], { failure }), 'saved')).toMatchObject({
      failure: {
        details: {
          party: 'undecided',
          between: ['gateway', 'configuration'],
          what: 'external-gateway-unresponsive',
        },
      },
    })
  })

  test('A failure by the title of its finding, and health in words.', () => {
    const failure = { name: 'Violation', details }
    expect(recordingIn(saved([], { failure, gatewayThen: then }), 'saved')).toMatchObject({
      failure: { details: { party: 'backend', what: 'event-not-sent' } },
      gatewayThen: { health: { answers: false, said: 'refuses connections' } },
    })
  })
})

test.each([{ failure: null }, { failure: { details: null } }, { gatewayThen: null }, { backendThen: 1 }])(
  'A last line of version 1 that is not as it was saved is refused: %j.',
  last => {
    expect(() => recordingIn(saved([], last), 'saved')).toThrow(/not as it was saved/)
  },
)

test('Every title of version 1 has a finding of this version.', () => {
  const known = Object.entries(FINDINGS).flatMap(([party, findings]) =>
    Object.keys(findings).map(id => `${party}/${id}`),
  )
  for (const [party, ids] of Object.entries(TITLES_OF_VERSION_1)) {
    for (const id of Object.values(ids)) {
      const finding = `${party}/${id}`
      expect(known).toContain(newNameOf('findings', finding) ?? finding)
    }
  }
})
