import { describe, expect, test } from 'vitest'
import type { SentEvent } from '../contract/index.ts'
import { followEvents } from './follow-event.ts'
import { GATEWAY, PaperTimeline, received } from './paper-timeline.ts'
import type { ViolationDetails } from './violation.ts'

function opened(): PaperTimeline {
  return new PaperTimeline().connect(1).answer(1).open(1)
}

/** What is found where one event was sent, and another arrived. */
function altered(sent: SentEvent, arrived: SentEvent, close = false): ViolationDetails | undefined {
  const paper = opened()
    .send(1, { event: sent, ...(close ? { close } : {}) })
    .deliver(1, arrived)
  return followEvents(paper.timeline, GATEWAY, paper.followed(1), [received(sent)])?.details
}

describe('An event that was altered is told by what is other about it.', () => {
  test.each<[string, SentEvent, SentEvent, string, string]>([
    [
      'its name is gone',
      { name: 'a', data: '{"n":1}' },
      { data: '{"n":1}' },
      'name lost',
      `wrote the data '{"n":1}' without the line "event: a", so that the client sees an unnamed event`,
    ],
    [
      'it was given a name',
      { data: 'x' },
      { name: 'event', data: 'x' },
      'name given',
      'wrote the data "x" behind a line "event: event" that nobody asked for',
    ],
    [
      'an escape in its name became what it stands for',
      { name: '\\r\\n', data: '""' },
      { name: '\r\n', data: '""' },
      'name changed',
      `under the name "␍⏎" where "\\r\\n" was sent (they differ from character 1 on; 2 characters against 4)`,
    ],
    [
      'its JSON was written anew',
      { name: 'a', data: '{"n": 1}' },
      { name: 'a', data: '{"n":1}' },
      'JSON written anew',
      `with data '{"n":1}' where '{"n": 1}' was produced (they differ from character 6 on; 7 characters against 8)`,
    ],
    [
      'it was cut short',
      { name: 'a', data: 'xxxx' },
      { name: 'a', data: 'x' },
      'cut short',
      'wrote the event "a" cut short, after 1 character of 4 ("x")',
    ],
    [
      'it ends at a line break',
      { data: 'one\rtwo' },
      { data: 'one' },
      'lost lines',
      'wrote an unnamed event with "one", no more than stands before a line break in its data',
    ],
    [
      'its bytes are not UTF-8',
      { name: 'a', data: 'é' },
      { name: 'a', data: '\uFFFD' },
      'no UTF-8',
      'where "é" was produced (they differ from character 1 on).',
    ],
    [
      'it has half a surrogate pair in it',
      { name: 'a\uD83E', data: '1' },
      { name: 'a\uFFFD', data: '1' },
      'not well formed',
      'which UTF-8 cannot express, and had to be refused',
    ],
    [
      'its name broke the envelope',
      { name: '"', data: '1' },
      { data: '{"type":""","payload":1}' },
      'name unescaped',
      `wrote its name '"' into the envelope as it is`,
    ],
  ])('%s', (_what, sent, arrived, manner, told) => {
    const found = altered(sent, arrived)
    expect(found).toMatchObject({ party: 'gateway', what: 'event-altered', manner })
    expect(found?.summary).toContain(told)
  })

  test('With a close beside it, it was cut short by that.', () => {
    expect(altered({ data: 'xxxx' }, { data: 'x' }, true)).toMatchObject({ manner: 'cut short at the end' })
  })

  test('A comment between its lines takes its name away.', () => {
    const paper = opened().send(1, { event: { name: 'a', data: '1' } })
    paper.timeline.record({
      kind: 'stream-bytes',
      stream: 1,
      bytes: Buffer.from('event: a\n: heartbeat\n\ndata: 1\n\n'),
    })
    paper.deliver(1, { data: '1' })
    const found = followEvents(paper.timeline, GATEWAY, paper.followed(1), [
      received({ name: 'a', data: '1' }),
    ])
    expect(found?.details).toMatchObject({ manner: 'comment inside' })
  })
})

describe('An event that was lost is told by what may have cost it.', () => {
  const lost = (paper: PaperTimeline, sent: SentEvent): ViolationDetails | undefined =>
    followEvents(paper.timeline, GATEWAY, paper.followed(1), [received(sent)])?.details

  test('A line that begins with a colon', () => {
    const event = { data: ': x' }
    const found = lost(opened().send(1, { event }), event)
    expect(found).toMatchObject({ what: 'event-lost-after-accept', manner: 'lost lines' })
    expect(found?.summary).toContain('an unnamed event with data ": x" through /internal/send')
  })

  test('A close', () => {
    const event = { data: '1' }
    const paper = opened().send(1, { close: true }).send(1, { event }).end(1)
    expect(lost(paper, event)).toMatchObject({ manner: 'lost beside a close' })
  })

  test('Its size, though 64 KB have to be accepted', () => {
    const event = { name: 'a', data: 'x'.repeat(64_000) }
    const found = lost(opened().send(1, { event }, { fate: 413 }), event)
    expect(found?.what).toBe('send-size-limit-too-low')
    expect(found?.summary).toContain('64000 bytes of data')
  })

  test('Its size, where more than that is sent', () => {
    const event = { name: 'a', data: 'x'.repeat(70_000) }
    expect(lost(opened().send(1, { event }, { fate: 413 }), event)).toMatchObject({
      what: 'event-not-accepted',
    })
  })

  test('An earlier send that got no answer, after which it was never sent', () => {
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
        'An earlier send to the same token got no answer within 3 s; the event "b" was therefore never sent.',
    })
  })
})

test('An event written for a send that has none is told with that send.', () => {
  const paper = opened().send(1, {}).deliver(1, { data: '' })
  const found = followEvents(paper.timeline, GATEWAY, paper.followed(1), [])?.details
  expect(found).toMatchObject({ what: 'event-invented', manner: 'written for nothing' })
})

test('Two events of one name are told apart by their data.', () => {
  const [first, second] = [
    { name: 'a', data: '1' },
    { name: 'a', data: '2' },
  ]
  const paper = opened().send(1, { event: first }, { fate: { failed: 'ECONNRESET' } })
  const found = followEvents(paper.timeline, GATEWAY, paper.followed(1), [received(second)])?.details
  expect(found?.summary).toBe(
    'The backend sent the event "a" with data "1" and the gateway did not answer (ECONNRESET); the backend then did not send the event "a" with data "2".',
  )
})
