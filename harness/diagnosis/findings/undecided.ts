import type { Findings } from './finding.ts'

/** Cases in which the record fits two parties, and how to run again so that it shows which. */
export const UNDECIDED_FINDINGS = {
  'slow-connection': {
    title: 'it did not come in time over a slow connection',
    advice:
      'Run again with a greater --timeout, and without --network-fault: if it comes then, it was only late.',
  },
  deadlock: {
    title: 'each waits for the other',
    advice:
      'Run again with --only replace/close-does-not-wait, which uses the mock backend: if it fails, the gateway needs the fix. Then run npm run backend -- --only backend/close-without-lock with the same backend: if it fails, the backend needs the fix.',
  },
  'send-given-up-early': {
    title: 'the backend gave up a send before the gateway could answer',
    advice:
      'Run again with --only send/answer-form, which runs without this backend: if the gateway answers sends there, the timeout of the HTTP client that posts to /internal/send is too short in the backend.',
  },
  'no-callback-received': {
    title: 'no callback came from the gateway',
    advice:
      'Run again with --gateway or --gateway-command in place of --gateway-url, so that this program sets CALLBACK_URL: if callbacks come then, the CALLBACK_URL of the running gateway is wrong.',
  },
  'external-gateway-unresponsive': {
    title: 'the external gateway stopped answering',
    advice:
      'Run again with --gateway or --gateway-command in place of --gateway-url, so that this program sees how the gateway exits and reads its output.',
  },
  'gateway-connection-broke': {
    title: 'a connection to the gateway broke',
    advice:
      'Run again on the machine of the gateway, with --gateway-url http://127.0.0.1 and its port, without a network between: if it breaks there too, the gateway breaks it.',
  },
  'backend-connection-broke': {
    title: 'a connection to the backend broke',
    advice:
      'Run again on the machine of the backend, with --backend-url http://127.0.0.1 and its port, without a network between: if it breaks there too, the backend breaks it.',
  },
  'no-send-received': {
    title: 'nothing came from the backend',
    advice:
      'Run again with --backend-command in place of --backend-url (and without --backend-env SSE_GATEWAY_URL), so that this program sets SSE_GATEWAY_URL: if sends come then, the SSE_GATEWAY_URL of the running backend is wrong.',
  },
  'stream-refused': {
    title: 'streams are refused',
    advice:
      'Run again on the machine of the gateway, with --url and the address of the gateway itself: if streams are refused there too, the backend refuses them; if not, the reverse proxy changes their path.',
  },
  'stream-silent': {
    title: 'nothing comes on a stream that is open',
    advice:
      'Run again on the machine of the gateway, with --url and the address of the gateway itself: if nothing comes there either, the gateway is silent; if something does, the reverse proxy holds it back.',
  },
  'stream-ended': {
    title: 'a stream ended that nobody had closed',
    advice:
      'Run again on the machine of the gateway, with --url and the address of the gateway itself: if the stream ends there too, the log of the backend says whether it closed it.',
  },
  'harness-stalled': {
    title: 'this program itself was stalled while it waited',
    advice:
      'Run again with --timeout 30 on a less busy machine: if it fails there too, the time limit is not the cause.',
  },
} as const satisfies Findings
