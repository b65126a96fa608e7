import { describe, expect, test } from 'vitest'
import { found } from '../../test-support/matcher-finding.ts'
import { opened, TimelineBuilder, tokenOf } from '../../test-support/timeline-builder.ts'

const stream = { $stream: 1 }
const send = { $send: 1 }
const event = { data: 'x' }

/** The gateway answers the last send with this. */
function answerSend({ timeline }: TimelineBuilder, status: number, body: string, contentType: string): void {
  timeline.record({ kind: 'send-response', send: 1, status, body, contentType })
}

describe('Name what is wrong with a send that was accepted and should have been refused', () => {
  test.each<[string, TimelineBuilder, string, string]>([
    [
      'to a stream that has ended',
      opened().end(1, 'closed-by-client').send(1, { event }),
      'to the token of a stream that had ended (closed-by-client)',
      'send-to-ended-stream-accepted',
    ],
    [
      'to a stream that was refused',
      new TimelineBuilder().connect(1).answer(1, {}, 404).refuse(1, 404).send(1, { event }),
      'to the token of a stream that the backend had refused with 404',
      'send-to-refused-stream-accepted',
    ],
    [
      'to no token of a stream',
      opened().sendRaw({ token: '__proto__', event }),
      'to the token "__proto__", which no stream has',
      'send-to-unknown-token-accepted',
    ],
    [
      'in the wrong form',
      opened().sendRaw({ token: tokenOf(1), event: { data: 7 } }),
      'in the wrong form (event.data is 7; expected a string)',
      'malformed-send-accepted',
    ],
    [
      'with bytes that are not UTF-8',
      opened().sendRaw({ token: tokenOf(1), event: { data: '\uFFFD' } }),
      'with bytes that are not UTF-8',
      'send-not-utf8-accepted',
    ],
  ])('%s', (_what, paper, told, what) => {
    const violation = found(paper, 'toBeRefusedWith', send, [400])
    expect(violation).toMatchObject({ party: 'gateway', what })
    expect(violation?.summary).toContain(`The backend made a send ${told}: `)
  })

  test('where an explained refusal was expected', () => {
    const paper = opened().sendRaw({ token: 7 }, { fate: 'pending' })
    answerSend(paper, 200, '{"status":"ok"}', 'application/json')
    const violation = found(paper, 'toHaveErrorBody', send)
    expect(violation?.what).toBe('malformed-send-accepted')
    expect(violation?.summary).toContain(`answered 200 '{"status":"ok"}', expected a 4xx status.`)
  })
})

describe('A correct send that was refused', () => {
  test('Do not call a send during the connect callback one to an open stream.', () => {
    const paper = new TimelineBuilder().connect(1).send(1, { event }, { fate: 404 })
    const violation = found(paper, 'toBeAccepted', send)
    expect(violation).toMatchObject({ what: 'send-refused-during-connect' })
    expect(violation?.summary).toContain('to a stream whose connect callback was still open')
  })

  test('Do not report a refusal as an answer in the wrong form.', () => {
    expect(found(opened().send(1, { event }, { fate: 404 }), 'toHaveValidSendAnswer', send)).toMatchObject({
      what: 'send-refused',
    })
  })

  test('Name the size of a send that was refused for it.', () => {
    const large = opened().send(1, { event: { data: 'x'.repeat(50_000) } }, { fate: 413 })
    expect(found(large, 'toBeAccepted', send)).toMatchObject({
      what: 'send-size-limit-too-low',
    })
  })
})

test('Report a close that waits for a callback, with the client of the open connect callback.', () => {
  const paper = opened().connect(2).send(1, { close: true }, { fate: 'pending' })
  expect(found(paper, 'toHaveCloseAnswered', stream)).toMatchObject({
    what: 'send-unanswered',
    streams: [1, 2],
  })
  expect(found(paper.disconnect(1, 'server_closed'), 'toHaveCloseAnswered', stream)).toMatchObject({
    what: 'close-waits-for-callback',
    streams: [1, 2],
    expected: 'an answer to the close, before the disconnect callback is answered',
  })
})

test('Name the fences wherever something is missing.', () => {
  const fence = ({ timeline }: TimelineBuilder, number: number): void =>
    void timeline.record({
      kind: 'stream-request',
      method: 'GET',
      stream: number,
      url: '/',
      headers: {},
      fence: true,
    })
  const paper = opened().send(1, { close: true }, { fate: 'pending' }).end(1)
  fence(paper, 2)
  const told = (matcher: string, args: readonly string[] = []): string | undefined =>
    found(paper, matcher, stream, args)?.summary
  expect(told('toHaveCloseAnswered')).toMatch(/ Since then this program opened and closed another stream\.$/)
  fence(paper, 3)
  expect(told('toBeReportedOnce', ['error'])).toMatch(/ opened and closed other streams\.$/)
})

test('Report an answer to a send that is not JSON.', () => {
  const paper = opened().send(1, { event }, { fate: 'pending' })
  answerSend(paper, 200, 'OK', 'text/plain')
  expect(found(paper, 'toHaveValidSendAnswer', send)?.summary).toContain('it is not JSON')
})

describe('A refusal', () => {
  test('Name the edition whose form a refusal has.', () => {
    const paper = opened().sendRaw({ token: 7 }, { fate: 'pending' })
    answerSend(paper, 400, '{"error":{"message":"m","code":"c"}}', 'application/json')
    const violation = found(paper, 'toHaveErrorBody', send)
    expect(violation).toMatchObject({
      what: 'refusal-form-of-other-edition',
    })
    expect(violation?.summary).toContain('That is the form of the edition send-only or envelope')
  })

  test('Show the line of a stack trace in a refusal.', () => {
    const paper = opened().sendRaw({ token: 7 }, { fate: 'pending' })
    answerSend(paper, 400, '{"error":"bad\\n    at parse (/app/x.js:1:2)"}', 'application/json')
    const violation = found(paper, 'toHaveErrorBody', send)
    expect(violation?.what).toBe('refusal-leaks-details')
    expect(violation?.summary).toContain('at parse (/app/x.js:1:2)')
  })

  test.each([
    ['toBeRefusedWith', [402]],
    ['toBeRefused', []],
  ])('Report a refusal with the right status that is declared as a stream (%s).', (matcher, args) => {
    const paper = new TimelineBuilder().connect(1).answer(1, {}, 402).respond(1, 402, 'text/event-stream')
    expect(found(paper, matcher, stream, args)).toMatchObject({
      what: 'refusal-as-event-stream',
    })
  })

  test('Report a redirect that opened a stream.', () => {
    const paper = new TimelineBuilder().connect(1).answer(1, {}, 302).open(1)
    const violation = found(paper, 'toBeRefused', stream)
    expect(violation?.what).toBe('redirect-accepted')
    expect(violation?.summary).toContain('answered the connect callback 302, a redirect, which is a refusal')
  })

  test('Report a refusal before the backend has answered as a timeout that is too short.', () => {
    const violation = found(new TimelineBuilder().connect(1).refuse(1, 504), 'toBeWaiting', stream)
    expect(violation?.what).toBe('connect-callback-timeout-too-short')
    expect(violation?.summary).toMatch(/answered the client 504 only 0\.0 s after its connect callback/)
  })
})

test('Report a stream that is opened before the backend has answered.', () => {
  expect(found(new TimelineBuilder().connect(1).open(1), 'toBeWaiting', stream)).toMatchObject({
    what: 'stream-opened-before-answer',
  })
})

test('Report an open stream with a wrong Content-Type.', () => {
  const paper = new TimelineBuilder().connect(1).answer(1).respond(1, 200, 'text/plain')
  expect(found(paper, 'toHaveOpened', stream)).toMatchObject({ what: 'content-type-wrong' })
  expect(found(paper.end(1), 'toHaveOpened', stream)).toMatchObject({
    what: 'accepted-stream-refused',
  })
})

test('Describe the expected header, and show both values of a changed one.', () => {
  expect(found(opened(), 'toHaveHeader', stream, ['x-a', { $pattern: 'b', $flags: '' }, 'b'])?.summary).toBe(
    "The gateway's response to the client has no header x-a, expected b.",
  )
  const paper = new TimelineBuilder().connect(1, undefined, { 'x-a': '1', host: '127.0.0.1:3000' })
  expect(found(paper, 'toHaveConnectHeaders', stream, [{ 'x-a': ['1', '2'] }])?.summary).toContain(
    'has "x-a: 1" instead of "x-a: 1, 2"',
  )
})

describe('Streams that ended together', () => {
  const both = [{ $stream: 1 }, { $stream: 2 }]
  const ended = (): TimelineBuilder => opened().connect(2).answer(2).open(2).end(1).end(2)

  test('Name how many were not reported.', () => {
    const paper = ended().disconnect(1, 'error')
    expect(found(paper, 'toHaveBeenReportedByNow', both, [['error']])?.summary).toBe(
      'Both streams ended; the gateway made no disconnect callback for one of them. Expected one disconnect callback for each, with the reason "error".',
    )
  })

  test('Name how often they were reported.', () => {
    const paper = ended().disconnect(1, 'error').disconnect(1, 'error').disconnect(2, 'error')
    expect(found(paper, 'toHaveBeenReportedByNow', both, [['error']])?.summary).toContain(
      'the gateway made 3 disconnect callbacks for both',
    )
  })
})

test('Report a line break in a name that was not escaped in the envelope.', () => {
  const paper = opened().send(1, { event: { name: 'a\nb', data: '1' } })
  paper.deliver(1, { data: '{"type":"a\nb","payload":1}' })
  const violation = found(paper, 'toHaveNothingInjected', stream, [[send]], 'envelope')
  expect(violation?.what).toBe('envelope-name-unescaped')
  expect(violation?.summary).toContain('"a⏎b"')
})

test('Do not report an unanswered send by another method as accepted.', () => {
  const answered = (paper: TimelineBuilder): string | undefined =>
    found(paper, 'toHaveStatus', stream, [[405]])?.what
  const asked = (): TimelineBuilder => new TimelineBuilder().ask(1, '/internal/send')
  expect(answered(asked().end(1, 'reset'))).toBe('wrong-status')
  expect(answered(asked().respond(1, 200, 'application/json'))).toBe('send-by-other-method-accepted')
})
