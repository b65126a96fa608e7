import type { Findings } from './finding.ts'

/** Findings about how gateway and backend are started and configured. */
export const CONFIGURATION_FINDINGS = {
  'not-testable': { title: 'not testable', advice: 'Fix the reason that is given, and run again.' },
  'output-not-read': {
    title: 'the output of the gateway is not read, and blocks it',
    advice:
      'In the program that starts the gateway (a script, a supervisor, a test), let its output through or send it to a file: a pipe that is not read blocks the gateway.',
  },
  'gateway-url-wrong': {
    title: 'the backend has the address of another gateway',
    advice:
      'In the settings of the backend, look at SSE_GATEWAY_URL: it has to be the address that is named above; without one, the backend sends to http://localhost:3000.',
  },
  'secrets-differ': {
    title: 'gateway and backend have different secrets',
    advice:
      'In the settings, compare `secret` in the query of the CALLBACK_URL of the gateway with SSE_CALLBACK_SECRET of the backend: both have to be the same.',
  },
} as const satisfies Findings
