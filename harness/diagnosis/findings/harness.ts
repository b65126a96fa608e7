import type { Findings } from './finding.ts'

const CLIENT =
  'In this program, look at harness/client, which decodes the stream; a report of this with the evidence is welcome.'

/** What can be wrong in this program. */
export const HARNESS_FINDINGS = {
  'event-lost-in-client': {
    title: 'its client lost an event that the gateway had sent',
    advice: CLIENT,
  },
  'events-out-of-order-in-client': {
    title: 'its client read the events in another order than the gateway sent them',
    advice: CLIENT,
  },
  'browser-failed': {
    title: 'its browser did not do as it was asked',
    advice:
      'Run it again without --client to see whether the gateway is sound; a report of this with the evidence is welcome.',
  },
  'clients-differ': {
    title: 'its two clients read the same bytes in different ways',
    advice:
      'Compare the bytes in the evidence with WHATWG HTML, "Interpreting an event stream": one of the two clients is wrong, and no gateway is; a report of this with the evidence is welcome.',
  },
  'scenario-failed': {
    title: 'the scenario itself failed',
    advice:
      'In this program, look at the scenario that plays this clause; a report of this with the evidence is welcome.',
  },
} as const satisfies Findings
