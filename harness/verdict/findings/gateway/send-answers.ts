import type { Findings } from '../finding.ts'

/** What can be wrong with the answers of a gateway to sends. */
export const SEND_ANSWERS = {
  'send-refused': {
    title: 'it refused a correct send',
    advice: {
      'connect answer':
        'In the gateway, look at the checks of POST /internal/send: which of them refuses this body, or does not find this token?',
      send: 'In the gateway, look at the checks of POST /internal/send: which of them refuses this body, or does not find this token?',
      'send during connect':
        'In the gateway, look at when a token enters the table that POST /internal/send looks it up in: that has to happen before the connect callback is made, and what comes until the stream opens has to be kept.',
    },
  },
  'send-size-limit-too-low': {
    title: 'it refuses data that is not too large',
    advice:
      'In the gateway, look at the limit of the body parser in front of POST /internal/send: 64 KB of data, and what JSON adds to it, have to pass.',
  },
  'send-not-refused': {
    title: 'it accepted a send that it should refuse',
    advice:
      'In the gateway, look at the checks of POST /internal/send for what this body gets wrong; they come before anything is written or kept.',
  },
  'send-wrong-status': {
    title: 'it neither accepted nor refused a send',
    advice:
      'In the gateway, look for an exception behind this status in the handler of POST /internal/send: text that it cannot write has to be refused before that.',
  },
  'send-answer-malformed': {
    title: 'it answers a send in the wrong form',
    advice:
      'In the gateway, look at the answer of POST /internal/send: {"status":"ok"} or {"status":"buffered"} as application/json.',
  },
  'send-unanswered': {
    title: 'it does not answer a send',
    advice:
      'In the gateway, look at what the handler of POST /internal/send waits for before it answers: neither a callback nor a slow client may be among it.',
  },
} as const satisfies Findings
