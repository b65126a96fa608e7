import { expect, test } from 'vitest'
import { type Observation, Timeline } from '../../timeline/index.ts'
import { checkFront } from '../front.ts'
import type { ViolationDetails } from '../violation.ts'
import { frontFault } from './front.ts'

const STREAM = { 'content-type': 'text/event-stream' }
const EVENT = 'event: step\ndata: 1\n\n'

const asked: Observation = {
  ...{ kind: 'stream-request', stream: 1, method: 'GET', url: '/api/sse/tasks', headers: {}, front: true },
}
const passed: Observation = {
  ...{
    kind: 'front-request',
    stream: 1,
    method: 'GET',
    target: '/api/sse/tasks',
    version: '1.1',
    headers: {},
  },
}
const answered = (status = 200, headers = STREAM): Observation => ({
  ...{ kind: 'front-response', stream: 1, status, headers },
})
const got = (status = 200, headers: Readonly<Record<string, string>> = STREAM): Observation => ({
  ...{ kind: 'stream-response', stream: 1, status, headers },
})
const written = (text = EVENT): Observation => ({ kind: 'front-bytes', stream: 1, bytes: Buffer.from(text) })
const read = (text = EVENT): Observation => ({ kind: 'stream-bytes', stream: 1, bytes: Buffer.from(text) })
const finished: Observation = { kind: 'front-end', stream: 1, by: 'gateway', how: 'finished' }
const left: Observation = { kind: 'front-end', stream: 1, by: 'front', how: 'ended' }
const ended = (how: 'clean' | 'reset' | 'closed-by-client'): Observation => ({
  kind: 'stream-end',
  stream: 1,
  how,
})

/** A record with an entry every millisecond, or later. */
function record(...seen: readonly (Observation | { readonly passMs: number })[]): Timeline {
  const timeline = new Timeline()
  let at = 0
  for (const one of seen) {
    at += 'passMs' in one ? one.passMs : 1
    if (!('passMs' in one)) timeline.restore({ ...one, at })
  }
  return timeline
}

const OPEN = [asked, passed, answered(), got()] as const

test.each([
  [
    'a request that it does not pass on',
    'front-answers-itself',
    [asked, got(503, { 'content-type': 'text/html' })],
  ],
  ['another target', 'front-rewrites-target', [asked, { ...passed, target: '/tasks' } as Observation]],
  ['an answer of its own before that of the gateway', 'front-gives-up', [asked, passed, got(504)]],
  ['a head that it keeps', 'front-holds-events-back', [asked, passed, answered()]],
  ['an event that it keeps', 'front-holds-events-back', [...OPEN, written()]],
  ['half of an event', 'front-holds-events-back', [...OPEN, written(), read('event: st')]],
  ['other bytes', 'front-changes-response', [...OPEN, written(), read('event: other')]],
  ['another status', 'front-changes-response', [asked, passed, answered(404), got(502)]],
  [
    'compression',
    'front-compresses-stream',
    [asked, passed, answered(), got(200, { ...STREAM, 'content-encoding': 'gzip' }), written(), read('\x1f')],
  ],
  ['an end that it keeps', 'front-hides-end', [...OPEN, written(), read(), finished]],
  ['a leave that it keeps', 'front-hides-leave', [...OPEN, ended('closed-by-client')]],
  ['an end of its own', 'front-cuts-stream', [...OPEN, written(), read(), left, ended('reset')]],
  ['an end before the last event', 'front-cuts-stream', [...OPEN, written(), finished, ended('reset')]],
  [
    'an end of its own after silence',
    'front-cuts-silent-stream',
    [...OPEN, { passMs: 5_000 }, left, ended('reset')],
  ],
] as const)('Find %s at the reverse proxy.', (_, what, seen) => {
  expect(frontFault(record(...seen), 1)?.what).toBe(what)
})

test.each([
  ['a stream that is open', [...OPEN, written(), read()]],
  ['a stream that the gateway has ended', [...OPEN, written(), read(), finished, ended('clean')]],
  [
    'a connection that the gateway broke',
    [...OPEN, written(), { ...finished, how: 'ECONNRESET' }, ended('reset')],
  ],
  ['a client that left', [...OPEN, written(), left, ended('closed-by-client')]],
  ['a gateway that answers nothing', [asked, passed, { ...finished, how: 'ended' }, got(502)]],
  ['a stream that goes to the gateway itself', [{ ...asked, front: undefined }, got()]],
] as const)('Find nothing at the reverse proxy of %s.', (_, seen) => {
  expect(frontFault(record(...(seen as readonly Observation[])), 1)).toBeUndefined()
})

const lost: ViolationDetails = {
  ...{ party: 'gateway', what: 'event-lost-after-accept', summary: 'Never written.', streams: [1] },
}

test('An event that the gateway did write is the loss of the reverse proxy, in any clause.', async () => {
  expect(await checkFront(lost, record(...OPEN, written()))).toMatchObject({
    party: 'deployment',
    what: 'front-holds-events-back',
    summary: expect.stringMatching(
      /^The gateway wrote 21 bytes into the reverse proxy, and 0 of them came out/,
    ),
  })
})

test('An event that the gateway did not write is its own loss.', async () => {
  expect(await checkFront(lost, record(...OPEN))).toBe(lost)
})

test('Bytes that are still inside the reverse proxy are waited for.', async () => {
  const timeline = record(...OPEN, written())
  const found = checkFront(lost, timeline)
  timeline.record(read())
  expect(await found).toBe(lost)
})
