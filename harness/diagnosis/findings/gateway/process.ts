import type { CodeFindings } from '../finding.ts'

const STOP = 'at its handler of SIGTERM and SIGINT'

/** Findings about the process of a gateway: its start, its end, its health and its output. */
export const PROCESS = {
  'process-died': {
    title: 'its process died',
    look: 'at its last output in the evidence, and at the last request before its end.',
  },
  'process-hangs': {
    title: 'it stopped answering',
    look: 'at what blocks its event loop: a synchronous loop, or a huge input, in the last request of the evidence.',
  },
  'no-progress': {
    title: 'it did not do what was expected, though it is alive',
    look: 'at the last thing in the evidence that it did: what should have followed, and what does it wait for?',
  },

  // In a container.
  'loopback-only': {
    title: 'it listens on the loopback of its container alone, so that nothing outside reaches it',
    look: 'at the call of `server.listen`: the host has to be left out, or be 0.0.0.0 (or ::), and not 127.0.0.1 or localhost; a HOST setting, of the image too, may say so.',
  },
  'needs-writable-root': {
    title: 'it does not start where its root file system cannot be written to',
    look: 'at its last output: what does it write where (a log, a cache, a lock)? It has to write to standard output, or below /tmp.',
  },

  // Its end.
  'stop-ignored': {
    title: 'it ignores the signal to stop',
    look: `${STOP}: is there one, and does it end the process?`,
  },
  'stop-waits-for-streams': {
    title: 'it does not stop while streams are open',
    look: `${STOP}: \`server.close()\` waits for open connections, so it has to end the streams first; timers keep a process alive as well.`,
  },
  'stop-cuts-streams': {
    title: 'it cut open streams on its stop signal',
    look: `${STOP}: it has to call \`response.end()\` on every open stream before the process exits; \`server.close()\` alone waits for them, and a timer that then exits cuts them.`,
  },
  'exit-code-wrong': {
    title: 'it exited with an error on its stop signal',
    look: `${STOP}: it ends the open streams, then exits with code 0. Does \`server.close()\` wait for open streams until a timer calls \`process.exit(1)\`?`,
  },
  'restart-fails': {
    title: 'it does not start a second time on the same port',
    look: 'at its last output: what does it leave (a lock, a file, a port) that keeps it from starting twice? Start it by hand twice, with PORT and CALLBACK_URL set, to see it.',
  },

  // Its start.
  'invalid-setting-accepted': {
    title: 'it started with an invalid setting',
    look: 'at where it reads the environment: for a value that it cannot use it has to exit with a code other than 0.',
  },
  'invalid-port-ignored': {
    title: 'it ignored an invalid PORT and took another port',
    look: 'at where it reads PORT: for an invalid port it has to exit with a code other than 0.',
  },
  'invalid-setting-not-named': {
    title: 'it exited without naming the setting that it cannot use',
    look: 'at its output before it exits: a line has to name the variable whose value it cannot use.',
  },
  'ignored-setting-not-reported': {
    title: 'it ignored a setting without reporting it',
    look: 'at where it reads the environment: a line has to name the variable whose value it does not use.',
  },
  'taken-port-ignored': {
    title: 'it does not exit when its port is taken',
    look: 'at the `error` event of its server: after EADDRINUSE it has to exit with a code other than 0.',
  },
  'start-hangs': {
    title: 'it neither serves its port nor exits',
    look: 'at what it waits for between its start and listening on PORT.',
  },

  // Its health and its output.
  'liveness-wrong': {
    title: 'it answered GET /healthz with the wrong status',
    look: 'at the handler of /healthz: it answers 200 as long as the process serves, and depends neither on streams nor on the backend.',
  },
  'readiness-wrong': {
    title: 'it answered GET /readyz with the wrong status',
    look: 'at the handler of /readyz: it answers 200 when the gateway can take streams, and depends neither on open streams nor on whether the backend answers.',
  },
  'ready-without-callback-url': {
    title: 'it reports ready (200 on /readyz) without a usable CALLBACK_URL',
    look: 'at the check of CALLBACK_URL in /readyz: where it is missing, cannot be parsed, or is neither http: nor https:, the answer is 503, or the gateway does not start.',
  },
  'secret-printed': {
    title: 'it prints a secret',
    look: 'at what it logs at its start and of every request: CALLBACK_URL only without its query, and no headers of clients.',
  },
} as const satisfies CodeFindings
