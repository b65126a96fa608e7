import type { Findings } from './finding.ts'

/** What can be wrong in this program. */
export const HARNESS_FINDINGS = {
  'event-lost-in-client': {
    title: 'lost between written and parsed',
    advice:
      'In this program, look at harness/client, which decodes the stream; a report of this with the evidence is welcome.',
  },
  'events-out-of-order-in-client': {
    title: 'out of order between written and parsed',
    advice:
      'In this program, look at harness/client, which decodes the stream; a report of this with the evidence is welcome.',
  },
  'scenario-failed': {
    title: 'the scenario itself failed',
    advice:
      'In this program, look at the scenario that plays this clause; a report of this with the evidence is welcome.',
  },
} as const satisfies Findings
