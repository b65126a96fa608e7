import type { Findings } from './finding.ts'

const CLIENT =
  'In this program, look at harness/wire/sse-client, which decodes the stream; a report of this with the evidence is welcome.'

/** Findings about this program. */
export const HARNESS_FINDINGS = {
  'event-lost-in-client': {
    title: 'its client lost an event that the gateway had sent',
    advice: CLIENT,
  },
  'events-out-of-order-in-client': {
    title: 'its client read the events in another order than the gateway sent them',
    advice: CLIENT,
  },
  'scenario-failed': {
    title: 'the scenario itself failed',
    advice:
      'In this program, look at the scenario of this clause; a report of this with the evidence is welcome.',
  },
} as const satisfies Findings
