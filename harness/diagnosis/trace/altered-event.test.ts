import { describe, expect, test } from 'vitest'
import type { SentEvent } from '../../contract/index.ts'
import { follow } from '../../test-support/follow-events.ts'
import { GATEWAY, opened, received, type TimelineBuilder } from '../../test-support/timeline-builder.ts'
import type { ViolationDetails } from '../violation.ts'
import { traceEvents } from './event.ts'

/** What is found where one event was sent, and another arrived. */
function altered(sent: SentEvent, arrived: SentEvent, close = false): ViolationDetails | undefined {
  const paper = opened()
    .send(1, { event: sent, ...(close ? { close } : {}) })
    .deliver(1, arrived)
  return follow(paper, sent)
}

describe('An altered event', () => {
  test.each<[string, SentEvent, SentEvent, string, string]>([
    [
      'its name is gone',
      { name: 'a', data: '{"n":1}' },
      { data: '{"n":1}' },
      'event-name-lost',
      `wrote the data '{"n":1}' without the line "event: a", so that the client sees an unnamed event`,
    ],
    [
      'it was given a name',
      { data: 'x' },
      { name: 'event', data: 'x' },
      'event-name-added',
      'wrote the data "x" after a line "event: event", though the event has no name',
    ],
    [
      'an escape in its name became what it stands for',
      { name: '\\r\\n', data: '""' },
      { name: '\r\n', data: '""' },
      'event-name-altered',
      `under the name "␍⏎" instead of "\\r\\n" (they differ from character 1 on; 2 characters against 4)`,
    ],
    [
      'its JSON was written anew',
      { name: 'a', data: '{"n": 1}' },
      { name: 'a', data: '{"n":1}' },
      'json-reformatted',
      `with data '{"n":1}' instead of '{"n": 1}' (they differ from character 6 on; 7 characters against 8)`,
    ],
    [
      'it was cut short',
      { name: 'a', data: 'xxxx' },
      { name: 'a', data: 'x' },
      'event-cut-short',
      'wrote only the first 1 character of 4 of its data ("x")',
    ],
    [
      'it ends at a line break',
      { data: 'one\rtwo' },
      { data: 'one' },
      'data-cut-at-line-break',
      'cut the data at the carriage return: "one" instead of "one␍two"',
    ],
    [
      'its bytes are not UTF-8',
      { name: 'a', data: 'é' },
      { name: 'a', data: '\uFFFD' },
      'event-encoding-wrong',
      'instead of "é" (they differ from character 1 on).',
    ],
    [
      'it has half a surrogate pair in it',
      { name: 'a\uD83E', data: '1' },
      { name: 'a\uFFFD', data: '1' },
      'lone-surrogate-accepted',
      'which UTF-8 cannot express: expected a refusal',
    ],
    [
      'its name broke the envelope',
      { name: '"', data: '1' },
      { data: '{"type":""","payload":1}' },
      'envelope-name-unescaped',
      `wrote its name '"' into the envelope without the escape that JSON needs`,
    ],
  ])('%s', (_what, sent, arrived, what, told) => {
    const found = altered(sent, arrived)
    expect(found).toMatchObject({ party: 'gateway', what })
    expect(found?.summary).toContain(told)
  })

  test('Say that a close cut the event short.', () => {
    expect(altered({ data: 'xxxx' }, { data: 'x' }, true)).toMatchObject({
      what: 'event-cut-short-by-close',
    })
  })

  test('Say that a comment between its lines removed its name.', () => {
    const paper = opened().send(1, { event: { name: 'a', data: '1' } })
    paper.timeline.record({
      kind: 'stream-bytes',
      stream: 1,
      bytes: Buffer.from('event: a\n: heartbeat\n\ndata: 1\n\n'),
    })
    paper.deliver(1, { data: '1' })
    const found = traceEvents(paper.timeline, GATEWAY, paper.followed(1), [
      received({ name: 'a', data: '1' }),
    ])
    expect(found?.details).toMatchObject({ what: 'heartbeat-inside-event' })
  })
})

describe('The finding for a lost event depends on', () => {
  const lost = (paper: TimelineBuilder, sent: SentEvent): ViolationDetails | undefined =>
    traceEvents(paper.timeline, GATEWAY, paper.followed(1), [received(sent)])?.details

  test('a line that begins with a colon.', () => {
    const event = { data: ': x' }
    const found = lost(opened().send(1, { event }), event)
    expect(found).toMatchObject({ what: 'event-with-special-line-lost' })
    expect(found?.summary).toContain('an unnamed event with data ": x" through /internal/send')
  })

  test('a close.', () => {
    const event = { data: '1' }
    const paper = opened().send(1, { close: true }).send(1, { event }).end(1)
    expect(lost(paper, event)).toMatchObject({ what: 'event-lost-at-close' })
  })

  test('its size, up to 64 KB.', () => {
    const event = { name: 'a', data: 'x'.repeat(64_000) }
    const found = lost(opened().send(1, { event }, { fate: 413 }), event)
    expect(found?.what).toBe('send-size-limit-too-low')
    expect(found?.summary).toContain('64000 bytes of data')
  })

  test('its size, above 64 KB.', () => {
    const event = { name: 'a', data: 'x'.repeat(70_000) }
    expect(lost(opened().send(1, { event }, { fate: 413 }), event)).toMatchObject({
      what: 'send-refused',
    })
  })

  test('an earlier send without an answer, after which it was not sent.', () => {
    const event = { name: 'b', data: '2' }
    const paper = opened()
      .send(
        1,
        { event: { name: 'a', data: '1' } },
        { fate: { failed: 'no answer within 3 s', reason: 'timeout' } },
      )
      .send(
        1,
        { event },
        { fate: { failed: 'not tried, since an earlier send got no answer', reason: 'not-tried' } },
      )
    expect(lost(paper, event)).toMatchObject({
      what: 'send-unanswered',
      summary:
        'The gateway did not answer an earlier send to the same token (no answer within 3 s); so the event "b" was never sent.',
    })
  })
})

test('Name the send without an event for which an event was written.', () => {
  const paper = opened().send(1, {}).deliver(1, { data: '' })
  const found = traceEvents(paper.timeline, GATEWAY, paper.followed(1), [])?.details
  expect(found).toMatchObject({ what: 'empty-send-written' })
})

test('Distinguish two events of one name by their data.', () => {
  const [first, second] = [
    { name: 'a', data: '1' },
    { name: 'a', data: '2' },
  ]
  const paper = opened().send(1, { event: first }, { fate: { failed: 'ECONNRESET' } })
  const found = traceEvents(paper.timeline, GATEWAY, paper.followed(1), [received(second)])?.details
  expect(found?.summary).toBe(
    'The backend sent the event "a" with data "1". The gateway did not answer that send: ECONNRESET. The backend then gave the stream up and did not send the event "a" with data "2".',
  )
})
