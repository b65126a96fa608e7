import { describe, expect, test } from 'vitest'
import { EDITIONS, type Edition } from '../contract/index.ts'
import {
  ABSENT,
  BROKEN,
  findings,
  form,
  NOT_SEEN,
  PRESENT,
  type Seen,
} from '../test-support/sample-findings.ts'
import { CAPABILITY_IDS, type CapabilityId } from './finding.ts'
import { nearestEdition } from './nearest-edition.ts'

function sentence(edition: Edition, but?: Partial<Record<CapabilityId, Seen>>): string {
  return nearestEdition(findings(edition, but)).sentence
}

describe('A gateway is of an edition', () => {
  test.each(EDITIONS)('when it has all that %s has, and no more.', edition => {
    expect(nearestEdition(findings(edition))).toMatchObject({
      nearest: [edition],
      liesBetween: false,
      withCors: [],
      unseen: [],
      sentence: edition,
      differences: { [edition]: [] },
    })
  })

  test.each(['callback-events', 'send-only'] as const)('%s with CORS in addition.', edition => {
    expect(nearestEdition(findings(edition, { 'cross-origin': PRESENT }))).toMatchObject({
      nearest: [edition],
      withCors: [edition],
      sentence: `${edition} with CORS`,
    })
  })
})

describe('A gateway is of an edition with a "but"', () => {
  test('when it refuses what all editions keep.', () => {
    expect(sentence('callback-events', { 'send-during-connect': ABSENT })).toBe(
      'callback-events, but it send-during-connect absent',
    )
  })

  test.each(CAPABILITY_IDS)('when %s is broken where an edition has it.', capability => {
    const edition = capability.startsWith('connect-') ? 'callback-events' : 'envelope'
    const placement = nearestEdition(findings(edition, { [capability]: BROKEN }))
    expect(placement).toMatchObject({ nearest: [edition], liesBetween: false })
    expect(placement.differences[edition]).toEqual([capability])
    expect(placement.sentence).toContain(`it ${capability} broken`)
  })

  test.each(['opening-signal', 'cross-origin'] as const)('when an envelope gateway lacks %s.', capability => {
    expect(sentence('envelope', { [capability]: ABSENT })).toBe(`envelope, but it ${capability} absent`)
  })

  test('when it has one thing of another edition, which is named.', () => {
    expect(sentence('envelope', { 'error-form': form('text') })).toBe(
      'envelope, but it error-form text (as in callback-events)',
    )
  })

  test('when it applies half of the connect answer.', () => {
    expect(sentence('callback-events', { 'connect-close': ABSENT })).toBe(
      'callback-events, but it connect-close absent',
    )
  })

  test('when it answers other origins in part.', () => {
    expect(nearestEdition(findings('send-only', { 'cross-origin': BROKEN }))).toMatchObject({
      withCors: [],
      sentence: 'send-only, but it cross-origin broken',
    })
  })
})

describe('A gateway lies between editions', () => {
  test('when it is as far from one as from the other.', () => {
    const placement = nearestEdition(
      findings('callback-events', {
        'connect-event': ABSENT,
        'connect-close': ABSENT,
        'send-during-connect': ABSENT,
      }),
    )
    expect(placement.nearest).toEqual(['callback-events', 'send-only'])
    expect(placement.sentence).toBe(
      'none: between callback-events and send-only: as in callback-events, it error-form text; ' +
        'as in send-only, it connect-event absent and it connect-close absent; ' +
        'also, it send-during-connect absent',
    )
  })

  test('when it is on the way from one to the next.', () => {
    const placement = nearestEdition(
      findings('send-only', { 'named-event': form('envelope'), 'cross-origin': PRESENT }),
    )
    expect(placement).toMatchObject({ nearest: ['send-only', 'envelope'], withCors: ['send-only'] })
    expect(placement.sentence).toBe(
      'none: between send-only and envelope: as in send-only, it opening-signal absent and it refusal status; ' +
        'as in envelope, it named-event envelope and it cross-origin present',
    )
  })

  test('when it is far from all of them.', () => {
    const placement = nearestEdition(
      findings('callback-events', { 'opening-signal': PRESENT, 'named-event': form('envelope') }),
    )
    expect(placement.nearest).toContain('callback-events')
    expect(placement.sentence).toMatch(/^none: between callback-events and /)
  })
})

describe('A capability that could not be probed', () => {
  test('is named, and counts against no edition.', () => {
    expect(nearestEdition(findings('envelope', { 'opening-signal': NOT_SEEN }))).toMatchObject({
      nearest: ['envelope'],
      unseen: ['opening-signal'],
      differences: { envelope: [] },
      sentence: 'as far as could be seen, envelope (could not be seen: opening-signal)',
    })
  })

  test('leaves several editions open when they differ in it.', () => {
    const unseen = { 'connect-event': NOT_SEEN, 'connect-close': NOT_SEEN, 'error-form': NOT_SEEN }
    expect(sentence('send-only', unseen)).toBe(
      'as far as could be seen, callback-events or send-only, which the probe cannot distinguish ' +
        '(could not be seen: connect-event, connect-close, error-form)',
    )
  })

  test('has no effect when all editions agree in it.', () => {
    expect(sentence('send-only', { 'send-during-connect': NOT_SEEN })).toBe(
      'send-only (could not be seen: send-during-connect)',
    )
  })
})

test('Name a broken basis first.', () => {
  expect(sentence('send-only', { disconnect: ABSENT, close: BROKEN, 'send-during-connect': ABSENT })).toBe(
    'it close broken and it disconnect absent; otherwise send-only, but it send-during-connect absent',
  )
})
