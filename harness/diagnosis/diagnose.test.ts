import { describe, expect, test } from 'vitest'
import { gatewayStatus } from '../test-support/statuses.ts'
import { opened } from '../test-support/timeline-builder.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { diagnose } from './diagnose.ts'
import { ViolationError } from './violation.ts'

const EXPIRED = new WaitTimeoutError('the fence', 5000, 'note at 1.0 ms')

test('A violation keeps its party, its words and the evidence of its streams.', async () => {
  const violation = new ViolationError({
    party: 'gateway',
    what: 'event-on-wrong-stream',
    summary: 'It crossed\u001b[31m.',
    streams: [1],
    expected: 'nothing',
  })
  const verdict = await diagnose(violation, opened().connect(2).timeline, gatewayStatus())
  expect(verdict).toMatchObject({
    party: 'gateway',
    finding: 'gateway/event-on-wrong-stream',
    summary: 'It crossed\\x1b[31m.',
  })
  expect(verdict.evidence[0]).toContain('GET /api/sse/tasks?task_id=1')
  expect(verdict.evidence.join('\n')).not.toContain('task_id=2')
  expect(verdict.evidence.at(-1)).toContain('✗ expected: nothing')
})

test('Report an undecided violation as undecided.', async () => {
  const violation = new ViolationError({
    party: 'undecided',
    between: ['gateway', 'backend'],
    what: 'deadlock',
    summary: 'It.',
    streams: [],
  })
  expect(await diagnose(violation, opened().timeline, gatewayStatus())).toMatchObject({
    party: 'undecided',
    between: ['gateway', 'backend'],
    finding: 'undecided/deadlock',
    check: expect.stringMatching(/^Run again with --only replace\/close-does-not-wait/),
  })
})

describe('A gateway that died', () => {
  const dead = gatewayStatus({
    ended: 'exit code 1',
    lastLines: ['TypeError: boom\u001b[0m', 'CALLBACK_URL=http://b/?secret=hunter2'],
  })

  test.each([
    ['a wait', EXPIRED],
    [
      'a violation',
      new ViolationError({ party: 'backend', what: 'event-not-sent', summary: 'y', streams: [] }),
    ],
    ['an exception', new TypeError('fetch failed')],
  ])('At fault, whatever %s says.', async (_what, error) => {
    const verdict = await diagnose(error, opened().timeline, dead)
    expect(verdict).toMatchObject({
      party: 'gateway',
      finding: 'gateway/process-died',
      summary: 'The gateway process ended with exit code 1 during this scenario.',
    })
  })

  test('Its last output is in the evidence, escaped and without secrets.', async () => {
    const { evidence } = await diagnose(EXPIRED, opened().timeline, dead)
    const at = evidence.indexOf('  last output of the gateway:')
    expect(evidence.slice(at + 1).map(line => line.trim())).toEqual([
      'TypeError: boom\\x1b[0m',
      'CALLBACK_URL=http://b/?secret=[redacted]',
    ])
  })

  test('No last output where it printed nothing.', async () => {
    const { evidence } = await diagnose(
      EXPIRED,
      opened().timeline,
      gatewayStatus({ ended: 'signal SIGKILL' }),
    )
    expect(evidence.join('\n')).not.toContain('last output')
  })

  test('Not testable where it died before the scenario began.', async () => {
    const verdict = await diagnose(new NotTestableError('It never became ready.'), opened().timeline, dead)
    expect(verdict).toMatchObject({
      party: 'configuration',
      finding: 'configuration/not-testable',
      summary: 'It never became ready.',
      evidence: [],
    })
  })
})

test.each([
  [new TypeError('x is not a function'), 'TypeError: x is not a function'],
  ['just text\u0007', 'just text\\x07'],
  [undefined, 'undefined'],
])('Blame the harness for a plain exception, %s.', async (error, summary) => {
  const verdict = await diagnose(error, opened().timeline, gatewayStatus())
  expect(verdict).toMatchObject({
    party: 'harness',
    finding: 'harness/scenario-failed',
    summary,
  })
  expect(verdict.evidence.length).toBeGreaterThan(0)
})
