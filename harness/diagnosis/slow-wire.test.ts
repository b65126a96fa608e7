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

test('What did not come in time over a slow wire is undecided.', async () => {
  const verdict = await diagnose(new WaitTimeoutError('the fence', 5_000, 'nothing'), over(true), gateway)
  expect(verdict).toMatchObject({ party: 'undecided', between: ['network', 'gateway'] })
  expect(verdict.summary).toContain(
    'On the client edge, bytes arrive one by one, so the record does not show',
  )
})

test('What a tap tells of a wire that is in order excuses nobody.', async () => {
  const verdict = await diagnose(new WaitTimeoutError('the fence', 5_000, 'nothing'), over(false), gateway)
  expect(verdict.party).toBe('gateway')
})

test('A gateway that is stuck writing what nobody reads is blamed on the configuration, whatever it did not do.', async () => {
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
