import type { Findings } from '../finding.ts'

/** What can be wrong with what a backend sends. */
export const SENDS = {
  'event-not-sent': {
    title: 'never produced',
    advice:
      'In the backend, look at what should have made it send: was the connection registered under this id when the event came up, and did a lookup of the token fail quietly?',
  },
  'gateway-url-unused': {
    title: 'it sends nothing to SSE_GATEWAY_URL',
    advice:
      'In the backend, look at where the address that it posts to comes from: it has to be SSE_GATEWAY_URL as the environment has it at the start, host and port, with /internal/send behind it.',
  },
  'event-sent-elsewhere': {
    title: 'lost between produced and accepted',
    advice:
      'In the backend, look at SSE_GATEWAY_URL, and at the code that builds the address of POST /internal/send from it.',
  },
  'stream-not-closed': {
    title: 'it never closed the stream',
    advice:
      'In the backend, look at what follows the last event of a stream: a send with `close: true` to the same token.',
  },
  'event-unexpected': {
    title: 'it sent what was not due',
    advice:
      'In the backend, look at what made it send this, and to whose token: an event queued twice, a retry, or a stale mapping.',
  },
  'event-wrong': {
    title: 'it sent something else than was due',
    advice:
      'In the backend, look at the code that builds this event: name, data and close, in the order of the contract.',
  },
  'event-lost-or-out-of-order': {
    title: 'it lost an event or sent it out of order',
    advice:
      'In the backend, look at the queue of pending events: what is put in first is sent first, and nothing is dropped while it is emptied.',
  },
  'failed-send-not-requeued': {
    title: 'it loses an event that it could not send',
    advice:
      'In the backend, look at what becomes of an event whose send fails: it goes back to the front of what waits for its client, and is sent on the next connect.',
  },
  'send-malformed': {
    title: 'it sends in the wrong form',
    advice:
      'In the backend, look at the code that posts to /internal/send: JSON with `token`, `event` with `name` and `data` as text (json.dumps of the payload), and `close`.',
  },
  'event-field-missing': {
    title: 'it leaves out a field of an event',
    advice:
      'In the backend, look at the code that builds the data of this event: every field that the contract has is written, also when it is empty.',
  },
  'event-data-malformed': {
    title: 'it sends data in another form than the contract has',
    advice:
      'In the backend, look at the code that builds the data of this event: the name of the event, its fields and their types are those of the contract.',
  },
  'send-after-close': {
    title: 'it sends to a stream that it has already closed',
    advice:
      'In the backend, look at the order in which it sends what waits for a stream: `close: true` comes last, and ends the stream with everything that is sent behind it.',
  },
  'sends-overlap': {
    title: 'it does not wait for the answer to a send',
    advice:
      'In the backend, look for sends that run in threads or tasks of their own: for one token, the next comes after the answer to the one before.',
  },
  'connection-dropped-on-failed-send': {
    title: 'it gives a connection up when a send fails',
    advice:
      'In the backend, look at how it handles the answer to a send: only 404 drops the mapping from id to token; other failures are counted and logged.',
  },
  'concurrent-events-lost-or-repeated': {
    title: 'it loses or repeats events of the same moment',
    advice:
      'In the backend, look at the lock around the queue of pending events and the connection of a client: both change as one step.',
  },
} as const satisfies Findings
