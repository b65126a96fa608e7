import type { CodeFindings } from '../finding.ts'

const LOCK =
  'for a lock that is held around the POST to /internal/send: read the state under the lock, and send outside of it.'

/** Findings about the replacement of connections and about concurrency in a backend. */
export const REPLACEMENT = {
  'replaced-connection-left-open': {
    title: 'it did not close a replaced connection',
    look: 'at what a connect does when its id has a token already: it has to close that token before it uses the new one.',
  },
  'replaced-connection-closed-twice': {
    title: 'it closed a replaced connection more than once',
    look: 'at what closes an old token: the connect that replaces it, and nothing else.',
  },
  'replaced-connection-closed-late': {
    title: 'it closed a replaced connection too late',
    look: 'at the order in its handler of connect callbacks: close the old token and wait for the answer, then send to the new one.',
  },
  'concurrent-connects-mixed-up': {
    title: 'it mixes up connects for one id that come at the same time',
    look: 'at whether looking up the old token and registering the new one happen as one step, under a lock.',
  },
  'requests-one-at-a-time': {
    title: 'it takes one request at a time',
    look: 'at how its server runs: app.run(threaded=True), waitress, or gunicorn with --threads and one worker.',
  },
  'lock-held-during-close': {
    title: 'it holds its lock while it closes the replaced connection',
    look: LOCK,
  },
  'lock-held-during-send': {
    title: 'it holds its lock while it sends',
    look: LOCK,
  },
} as const satisfies CodeFindings
