import { expect, test } from 'vitest'
import { Timeline } from '../timeline/index.ts'
import { WaitTimeoutError } from '../util/errors.ts'
import { diagnose } from './diagnose.ts'
import { ViolationError } from './violation.ts'

const gateway = {
  ended: undefined,
  lastLines: [],
  health: async () => ({ answers: true, said: 'answers 200' }),
  blockedOn: async () => undefined,
}

function over(slows: boolean): Timeline {
  const timeline = new Timeline()
  timeline.record({
    kind: 'network',
    edge: 'client',
    breaks: false,
    ...(slows ? { slows } : {}),
    text: 'bytes arrive one by one',
  })
  return timeline
}

test('Undecided where something did not come in time over a slow connection.', async () => {
  const verdict = await diagnose(new WaitTimeoutError('the fence', 5_000, 'nothing'), over(true), gateway)
  expect(verdict).toMatchObject({ party: 'undecided', between: ['network', 'gateway'] })
  expect(verdict.summary).toContain(
    'On the client edge, bytes arrive one by one, so the record does not show',
  )
})

test('No effect of a proxy on a connection that is in order.', async () => {
  const verdict = await diagnose(new WaitTimeoutError('the fence', 5_000, 'nothing'), over(false), gateway)
  expect(verdict.party).toBe('gateway')
})

test('Blame the set-up for a gateway that is stuck on output that is not read.', async () => {
  const details = {
    party: 'gateway',
    what: 'refusal-wrong-status',
    summary: 'It did.',
    streams: [],
  } as const
  const stuck = { ...gateway, blockedOn: async () => 'stdout' as const }
  expect(await diagnose(new ViolationError(details), new Timeline(), stuck)).toMatchObject({
    party: 'configuration',
    finding: 'configuration/output-not-read',
  })
  expect((await diagnose(new ViolationError(details), new Timeline(), gateway)).party).toBe('gateway')
})
