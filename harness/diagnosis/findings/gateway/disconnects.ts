import type { CodeFindings } from '../finding.ts'

const ONCE = 'at what is bound to the end of a stream (`close` and `error` of request and response)'

/** Findings about the disconnect callbacks of a gateway. */
export const DISCONNECTS = {
  'client-leave-unreported': {
    title: 'it made no disconnect callback after the client left',
    look: `${ONCE}: when the client closes or resets its connection, that has to post the disconnect callback.`,
  },
  'early-leave-unreported': {
    title: 'it made no disconnect callback for a client that left before the backend answered',
    look: 'at what happens when the client is gone by the time the connect answer arrives: the backend has accepted the stream then, and has to get a disconnect callback.',
  },
  'close-unreported': {
    title: 'it made no disconnect callback after the backend closed the stream',
    look: 'at the code that ends a stream for `close: true`: it has to post the disconnect callback with the reason `server_closed`.',
  },
  'stop-unreported': {
    title: 'it stopped without a disconnect callback for every open stream',
    look: 'at its handler of SIGTERM and SIGINT: it has to post a disconnect callback for every open stream, and to wait for the answers before the process exits.',
  },
  'disconnect-callback-missing': {
    title: 'it made no disconnect callback for a stream that ended',
    look: `${ONCE}: this end reaches no code that posts the disconnect callback.`,
  },
  'disconnect-callback-for-other-stream': {
    title: 'its disconnect callback has the token of another stream',
    look: 'at which token goes into the disconnect callback: that of the stream that ended, and not one from a variable that the next stream overwrites.',
  },
  'disconnect-callback-repeated': {
    title: 'it made the disconnect callback more than once',
    look: `${ONCE}, and for a retry: the first of them has to remove the token, and the others have to find it gone.`,
  },
  'disconnect-callback-wrong-reason': {
    title: 'its disconnect callback has the wrong reason',
    look: 'at where `reason` is chosen: `server_closed` when the backend closed the stream or the gateway stops, `client_closed` when the client left or reset its connection, `error` otherwise.',
  },
  'disconnect-callback-wrong-token': {
    title: 'its disconnect callback has another token than its connect callback',
    look: 'at what it keeps of a stream for its disconnect callback: the token of the connect callback.',
  },
  'disconnect-callback-wrong-request': {
    title: 'its disconnect callback has another `request` than its connect callback',
    look: 'at what it keeps of a stream for its disconnect callback: the very `request` of the connect callback, with all of its headers.',
  },
  'refused-stream-reported': {
    title: 'it made a disconnect callback for a stream that the backend had refused',
    look: 'at the code that reports the end of a stream: it has to ask first whether the backend accepted the stream.',
  },
  'unanswered-stream-reported': {
    title: 'it made a disconnect callback before the backend had answered the connect callback',
    look: 'at what it does when a client leaves while the connect callback is open: it waits for the answer, and reports the end only if the backend accepts.',
  },
  'open-stream-reported': {
    title: 'it made a disconnect callback for a stream that is still open',
    look: 'at the code that reports the end of a stream: what calls it while the response is still open?',
  },
  'disconnect-callback-unexpected': {
    title: 'it made an unexpected disconnect callback',
    look: 'at the code that reports the end of a stream: it asks whether the backend accepted the stream, and whether the stream has ended.',
  },
} as const satisfies CodeFindings
