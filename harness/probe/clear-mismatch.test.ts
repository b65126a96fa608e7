import { describe, expect, test } from 'vitest'
import { EDITIONS, type Edition } from '../contract/index.ts'
import { ABSENT, BROKEN, findings, form, NOT_SEEN, PRESENT } from '../test-support/sample-findings.ts'
import { clearMismatch } from './clear-mismatch.ts'

const PAIRS = EDITIONS.flatMap(edition =>
  EDITIONS.flatMap((stated): [Edition, Edition][] => (stated === edition ? [] : [[edition, stated]])),
)

describe('A gateway is plainly of another edition', () => {
  test.each(PAIRS)('when it is %s and is judged as %s.', (edition, stated) => {
    expect(clearMismatch(findings(edition), stated)).toMatchObject({ edition, withCors: false })
  })

  test('when it has one defect of its own as well.', () => {
    const seen = findings('envelope', { 'error-form': form('text') })
    expect(clearMismatch(seen, 'callback-events')).toMatchObject({ edition: 'envelope' })
  })

  test('with CORS, where it has that in addition.', () => {
    expect(clearMismatch(findings('send-only', { 'cross-origin': PRESENT }), 'callback-events')).toEqual({
      edition: 'send-only',
      withCors: true,
      because:
        'it does not apply the event in the answer to the connect callback and answers errors as {"error":{"message","code"}}',
    })
  })

  test('with the decisive capabilities as the reason.', () => {
    expect(clearMismatch(findings('envelope'), 'callback-events')?.because).toBe(
      'it opens a stream with "event: ready" and writes a named event as {"type","payload"}',
    )
    expect(clearMismatch(findings('callback-events'), 'envelope')?.because).toBe(
      'it opens a stream without "event: ready" and writes a named event under "event:"',
    )
  })
})

describe('A gateway is not plainly of another edition', () => {
  test.each(EDITIONS)('when it is judged as %s and is that.', edition => {
    expect(clearMismatch(findings(edition), edition)).toBeUndefined()
  })

  test.each([
    ['applies nothing of the connect answer', { 'connect-event': ABSENT, 'connect-close': ABSENT }],
    ['loses the event of the connect answer', { 'connect-event': ABSENT }],
    ['alters the event of the connect answer', { 'connect-event': BROKEN }],
    ['answers errors in another form', { 'error-form': form('object') }],
    ['opens streams with a signal of another edition', { 'opening-signal': PRESENT }],
    ['answers pages of other origins', { 'cross-origin': PRESENT }],
  ])('when one of the stated edition %s.', (_, but) => {
    expect(clearMismatch(findings('callback-events', but), 'callback-events')).toBeUndefined()
  })

  test('when it lies between the stated edition and another.', () => {
    const seen = findings('callback-events', { 'connect-event': ABSENT, 'connect-close': ABSENT })
    expect(clearMismatch(seen, 'send-only')).toBeUndefined()
  })

  test('when a capability that differs between editions could not be probed.', () => {
    const seen = findings('envelope', { 'named-event': NOT_SEEN })
    expect(clearMismatch(seen, 'callback-events')).toBeUndefined()
  })
})
