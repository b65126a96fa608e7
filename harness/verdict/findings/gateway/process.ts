import type { Findings } from '../finding.ts'

/** What can be wrong with the process of a gateway: its start, its end, its health and what it prints. */
export const PROCESS = {
  'process-died': {
    title: 'it died',
    advice: 'In the gateway, look at its last words in the evidence, and at the last request before its end.',
  },
  'process-hangs': {
    title: 'it stopped answering',
    advice:
      'In the gateway, look at what blocks its event loop: a synchronous loop, or a huge input, in the last request of the evidence.',
  },
  'no-progress': {
    title: 'what was due never came',
    advice:
      'In the gateway, look at the last thing in the evidence that it did: what should have followed, and what does it wait for?',
  },
  'exit-code-wrong': {
    title: 'it ended as if something had failed',
    advice:
      'In the gateway, look at its handler of SIGTERM and SIGINT: it closes what is open and ends with exit code 0.',
  },
  'invalid-setting-accepted': {
    title: 'it started with an invalid setting',
    advice:
      'In the gateway, look at where it reads the environment: a value that cannot be followed has to end it with an exit code other than 0.',
  },
  'invalid-port-ignored': {
    title: 'it ignored an invalid PORT',
    advice:
      'In the gateway, look at where it reads PORT: a value that is no port has to end it with an exit code other than 0, and no other port takes its place.',
  },
  'invalid-setting-not-named': {
    title: 'it does not name the setting that it cannot use',
    advice:
      'In the gateway, look at what it prints before it ends: a line has to name the variable whose value it cannot use.',
  },
  'ignored-setting-not-reported': {
    title: 'it ignored a setting without saying so',
    advice:
      'In the gateway, look at where it reads the environment: a line on what it cannot follow has to name the variable.',
  },
  'health-wrong': {
    title: 'its health endpoint says the wrong thing',
    advice: 'In the gateway, look at the handlers of /healthz and /readyz, and at what each of them asks.',
  },
  'secret-printed': {
    title: 'it prints a secret',
    advice:
      'In the gateway, look at what it logs at its start and of every request: CALLBACK_URL only without its query, and no headers of clients.',
  },
  'stop-ignored': {
    title: 'it does not end when it is told to',
    advice:
      'In the gateway, look at its handlers of SIGTERM and SIGINT, and at what keeps the process alive behind them: open streams, timers, a server that waits for its connections.',
  },
  'restart-fails': {
    title: 'it does not start again',
    advice:
      'In the gateway, look at its last words: what does it leave behind (a lock, a file, a port) that keeps it from starting twice? Start it by hand twice, with PORT and CALLBACK_URL set, to see it.',
  },
  'taken-port-ignored': {
    title: 'it does not end when its port is taken',
    advice:
      'In the gateway, look at the `error` event of its server: EADDRINUSE has to end it with an exit code other than 0.',
  },
  'start-hangs': {
    title: 'it neither serves nor ends',
    advice: 'In the gateway, look at what it waits for between its start and listening on PORT.',
  },
} as const satisfies Findings
