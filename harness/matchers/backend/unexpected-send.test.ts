import { expect, test } from 'vitest'
import { aClose, version } from '../../scenario/backend/expected-send.ts'
import { sendOnPaper, versionOnPaper } from '../../test-support/send-builder.ts'
import { type Circumstances, flawInSends } from './unexpected-send.ts'

const NOTHING: Circumstances = { disconnectedAt: undefined, elsewhere: [] }
const [ONE, TWO] = [version('1'), version('2')]
const RETRIED = versionOnPaper('2', 500)

test('Accept the expected sends in order.', () => {
  expect(flawInSends([versionOnPaper('1'), versionOnPaper('2')], [ONE, TWO], NOTHING)).toBeUndefined()
})

test('Report a later event in the place of an earlier one as lost or out of order.', () => {
  expect(flawInSends([versionOnPaper('2')], [ONE, TWO], NOTHING)).toMatchObject({
    what: 'event-lost-or-out-of-order',
    summary: expect.stringContaining('expected "version" {"version":"1"} first'),
  })
})

test('Report another event as wrong.', () => {
  expect(flawInSends([versionOnPaper('3')], [ONE, TWO], NOTHING)?.what).toBe('event-wrong')
})

test('Report that nothing was sent.', () => {
  expect(flawInSends([], [ONE], NOTHING)).toMatchObject({
    what: 'event-not-sent',
    summary: expect.stringContaining('it sent nothing to it'),
    isMissingSend: true,
  })
})

test('Report an event that was not sent again after a failed send.', () => {
  expect(flawInSends([], [ONE], { ...NOTHING, elsewhere: [versionOnPaper('1', 500)] })).toMatchObject({
    what: 'failed-send-not-requeued',
    summary: expect.stringContaining('its send to an earlier token had failed (500)'),
  })
})

test('Name an earlier failed send where nothing follows it.', () => {
  expect(flawInSends([versionOnPaper('1', 500)], [ONE, TWO], NOTHING)?.summary).toMatch(
    /did not send "version" \{"version":"2"\}.*had failed before \(500\): the backend has to put it back/,
  )
})

test('Report a replaced connection that was not closed.', () => {
  expect(flawInSends([], [aClose], NOTHING)).toMatchObject({
    what: 'replaced-connection-left-open',
    isMissingSend: true,
  })
})

test('Report a second close.', () => {
  const close = sendOnPaper({ close: true })
  expect(flawInSends([close, { ...close }], [aClose], NOTHING)).toMatchObject({
    what: 'replaced-connection-closed-twice',
    summary: expect.stringContaining('a second time'),
  })
})

test.each([
  [
    'sends-after-404',
    'answered an earlier send to this token with 404',
    [versionOnPaper('1', 404)],
    undefined,
  ],
  ['sends-after-disconnect', 'after the disconnect callback of its stream', [versionOnPaper('1')], 3],
  ['event-repeated', 'a second time, after the first was not accepted (500)', [RETRIED], undefined],
  ['event-unexpected', 'expected nothing more', [versionOnPaper('1')], undefined],
] as const)('What nobody asked for was sent: %s.', (what, words, before, disconnectedAt) => {
  const expected = [before[0] === RETRIED ? TWO : ONE]
  const extra = versionOnPaper('2', 200, { came: 5 })
  const flaw = flawInSends([...before, extra], expected, { ...NOTHING, disconnectedAt })
  expect(flaw?.what).toBe(what)
  expect(flaw?.summary).toContain(words)
})

test('Say where nothing was expected.', () => {
  expect(flawInSends([versionOnPaper('1')], [], NOTHING)?.summary).toContain('expected nothing.')
})
