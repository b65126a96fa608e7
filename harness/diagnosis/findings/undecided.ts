import type { Findings } from './finding.ts'

/** What the record leaves open, and what would decide it. */
export const UNDECIDED_FINDINGS = {
  'slow-connection': {
    title: 'it did not come in time over a slow connection',
    advice: 'Run again with a greater --timeout, and without --network-fault: what then comes was only late.',
  },
  deadlock: {
    title: 'each waits for the other',
    advice:
      'Run again with --only replace/close-does-not-wait, which plays without this backend: if that fails, the gateway is to be mended. Then run npm run backend -- --only backend/close-without-lock with the same backend: if that fails, the backend is.',
  },
  'send-given-up-early': {
    title: 'the backend gave up a send before the gateway could answer',
    advice:
      'Run again with --only send/answer-form, which plays without this backend: if the gateway answers sends there, the timeout of the HTTP client that posts to /internal/send is too short in the backend.',
  },
  'no-callback-received': {
    title: 'no callback came from the gateway',
    advice:
      'Run again with --gateway or --gateway-command in place of --gateway-url, so that this program tells the gateway its CALLBACK_URL: if callbacks come then, it is the CALLBACK_URL of the running one that is wrong.',
  },
  'external-gateway-unresponsive': {
    title: 'the gateway that somebody else runs stopped answering',
    advice:
      'Run again with --gateway or --gateway-command in place of --gateway-url, so that this program sees how the gateway ends and reads what it prints.',
  },
  'gateway-connection-broke': {
    title: 'a connection to the gateway broke',
    advice:
      'Run again on the machine of the gateway, with --gateway-url http://127.0.0.1 and its port, so that no network lies between: if it breaks there as well, the gateway breaks it.',
  },
  'backend-connection-broke': {
    title: 'a connection to the backend broke',
    advice:
      'Run again on the machine of the backend, with --backend-url http://127.0.0.1 and its port, so that no network lies between: if it breaks there as well, the backend breaks it.',
  },
  'no-send-received': {
    title: 'nothing came from the backend',
    advice:
      'Run again with --backend-command in place of --backend-url (and without --backend-env SSE_GATEWAY_URL), so that this program tells the backend where the gateway is: if sends come then, it is the SSE_GATEWAY_URL of the running one that is wrong.',
  },
  'harness-stalled': {
    title: 'this program itself did not run while it waited',
    advice:
      'Run again with --timeout 30 on a machine that has less to do: if it fails there as well, it is not for want of time.',
  },
} as const satisfies Findings
