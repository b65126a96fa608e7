import type { Findings } from './finding.ts'

/** What can be wrong in how the two are started and told of each other. */
export const SET_UP_FINDINGS = {
  'not testable': 'Do what the reason says, and run again.',
  'nobody reads its output':
    'In whatever starts the gateway (a script, a supervisor, a test), let its output through or send it to a file: a pipe that nobody empties stops it.',
  'the backend sends to another address':
    'In the settings of the backend, look at SSE_GATEWAY_URL: it has to be the address that is named above; without one, the backend sends to http://localhost:3000.',
  'the backend expects another secret':
    'In the settings, compare `secret` in the query of the CALLBACK_URL of the gateway with SSE_CALLBACK_SECRET of the backend: both have to be the same.',
} as const satisfies Findings

const WIRE =
  'Between the two parties of this edge, look at what stands there: proxies, load balancers, firewalls and their idle timeouts (with --network-fault, it was this program that broke the wire).'

const SLOW =
  'Between the two parties of this edge, look at what takes the time: the way from here to there with `ping`, proxies, and a network that is overloaded (with --network-fault, it was this program that slowed the wire).'

/** What can be wrong on the way between two parties. */
export const NETWORK_FINDINGS = {
  'the client edge broke': WIRE,
  'the callback edge broke': WIRE,
  'the send edge broke': WIRE,
  'the client edge is too slow': SLOW,
  'the callback edge is too slow': SLOW,
  'the send edge is too slow': SLOW,
} as const satisfies Findings

/** What can be wrong in this program. */
export const HARNESS_FINDINGS = {
  'lost between written and parsed':
    'In this program, look at harness/client, which decodes the stream; a report of this with the evidence is welcome.',
  'out of order between written and parsed':
    'In this program, look at harness/client, which decodes the stream; a report of this with the evidence is welcome.',
  'the scenario itself failed':
    'In this program, look at the scenario that plays this clause; a report of this with the evidence is welcome.',
} as const satisfies Findings

/** What the record leaves open, and what would decide it. */
export const UNDECIDED_FINDINGS = {
  'it did not come in time over a slow wire':
    'Run again with a greater --wait-limit, and without --network-fault: what then comes was only late.',
  'they wait for each other':
    'Run again with --only replace/close-does-not-wait, which plays without this backend: if that fails, the gateway is to be mended. Then run npm run verify-backend -- --only backend/close-without-lock with the same backend: if that fails, the backend is.',
  'the backend did not wait for the answer to a send':
    'Run again with --only send/answer-form, which plays without this backend: if the gateway answers sends there, the timeout of the HTTP client that posts to /internal/send is too short in the backend.',
  'no callback has come from the gateway':
    'Run again with --gateway or --gateway-command in place of --gateway-url, so that this program tells the gateway its CALLBACK_URL: if callbacks come then, it is the CALLBACK_URL of the running one that is wrong.',
  'the gateway that somebody else runs stopped answering':
    'Run again with --gateway or --gateway-command in place of --gateway-url, so that this program sees how the gateway ends and reads what it prints.',
  'a connection to the gateway broke':
    'Run again on the machine of the gateway, with --gateway-url http://127.0.0.1 and its port, so that no network lies between: if it breaks there as well, the gateway breaks it.',
  'a connection to the backend broke':
    'Run again on the machine of the backend, with --backend-url http://127.0.0.1 and its port, so that no network lies between: if it breaks there as well, the backend breaks it.',
  'nothing has come from the backend':
    'Run again with --backend-command in place of --backend-url (and without --backend-env SSE_GATEWAY_URL), so that this program tells the backend where the gateway is: if sends come then, it is the SSE_GATEWAY_URL of the running one that is wrong.',
  'this program stood still while it waited':
    'Run again with --wait-limit 30 on a machine that has less to do: if it fails there as well, it is not for want of time.',
} as const satisfies Findings
