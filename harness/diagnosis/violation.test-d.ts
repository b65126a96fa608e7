import { describe, expectTypeOf, test } from 'vitest'
import type { FindingId, FindingOf } from './findings/index.ts'
import type { DetailsOf, ViolationDetails } from './violation.ts'
import { backendFault, gatewayFault, ViolationError } from './violation.ts'

const circumstances = { summary: 'What happened.', streams: [1] } as const

describe('A violation', () => {
  test('has a finding of its own party', () => {
    expectTypeOf<DetailsOf<'gateway'>['what']>().toEqualTypeOf<FindingOf<'gateway'>>()
    expectTypeOf<DetailsOf<'backend'>['what']>().toEqualTypeOf<FindingOf<'backend'>>()
    expectTypeOf<'event-lost-after-accept'>().toExtend<FindingOf<'gateway'>>()
    expectTypeOf<'event-lost-after-accept'>().not.toExtend<FindingOf<'backend'>>()
    new ViolationError({ ...circumstances, party: 'gateway', what: 'event-lost-after-accept' })
    // @ts-expect-error: a finding about gateways
    new ViolationError({ ...circumstances, party: 'backend', what: 'event-lost-after-accept' })
    // @ts-expect-error: no finding
    new ViolationError({ ...circumstances, party: 'gateway', what: 'no-such-finding' })
    // @ts-expect-error: any text could be any finding
    new ViolationError({ ...circumstances, party: 'gateway', what: 'event-lost-after-accept' as string })
  })

  test('made by the helper of a party has a finding of that party', () => {
    const found = { summary: 'What happened.', what: 'event-lost-after-accept' } as const
    gatewayFault({ number: 1 }, found)
    // @ts-expect-error: a finding about gateways
    backendFault([1], found)
  })

  test('that is undecided names two parties', () => {
    expectTypeOf<DetailsOf<'undecided'>>().toHaveProperty('between')
    const undecided = { ...circumstances, party: 'undecided', what: 'deadlock' } as const
    new ViolationError({ ...undecided, between: ['gateway', 'backend'] })
    // @ts-expect-error: between whom?
    new ViolationError(undecided)
    // @ts-expect-error: undecided is no party that can be at fault
    new ViolationError({ ...undecided, between: ['gateway', 'undecided'] })
  })

  test('cannot leave out its party or its finding', () => {
    expectTypeOf<keyof ViolationDetails>().toExtend<'party' | 'what' | 'summary' | 'streams' | 'expected'>()
    // @ts-expect-error: which finding?
    new ViolationError({ ...circumstances, party: 'gateway' })
  })
})

describe('A finding id', () => {
  test('is a party and one of its findings', () => {
    expectTypeOf<'gateway/event-lost-after-accept'>().toExtend<FindingId>()
    expectTypeOf<'backend/event-lost-after-accept'>().not.toExtend<FindingId>()
    expectTypeOf<'gateway/no-such-finding'>().not.toExtend<FindingId>()
  })
})
