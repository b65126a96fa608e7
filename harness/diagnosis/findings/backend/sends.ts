import type { CodeFindings } from '../finding.ts'

const QUEUE = 'at the queue of pending events'

/** Findings about the sends of a backend. */
export const SENDS = {
  'event-not-sent': {
    title: 'it sent no such event',
    look: 'at what should have made it send: was the connection registered under this id when the event came up, and did a lookup of the token fail without an error?',
  },
  'gateway-url-unused': {
    title: 'it sends nothing, or sends to another address than SSE_GATEWAY_URL',
    look: 'at the code that builds the address of its sends: SSE_GATEWAY_URL as the environment has it at the start, host and port, followed by /internal/send.',
  },
  'event-sent-elsewhere': {
    title: 'it sent the event to an address that is not the gateway',
    look: 'at SSE_GATEWAY_URL, and at the code that builds the address of POST /internal/send from it.',
  },
  'stream-not-closed': {
    title: 'it did not close the stream',
    look: 'at what follows the last event of a stream: a send with `close: true` to the same token.',
  },

  // Unexpected sends.
  'event-unexpected': {
    title: 'it sent an unexpected event',
    look: 'at what made it send this, and to whose token: the wrong id, or an event that is in a queue twice.',
  },
  'event-repeated': {
    title: 'it sent the same event again',
    look: 'for a retry around the POST to /internal/send, and for an event that stays in its queue after it was sent.',
  },
  'sends-after-404': {
    title: 'it keeps sending to a token after a send to it was answered 404',
    look: 'at what it does with a send that is answered 404: it has to drop the mapping from id to token.',
  },
  'sends-after-disconnect': {
    title: 'it keeps sending to a token after the disconnect callback of its stream',
    look: 'at the handler of disconnect callbacks: it has to drop the mapping from id to this token.',
  },
  'send-after-close': {
    title: 'it sends to a stream that it has already closed',
    look: 'at the order of its sends to a stream: `close: true` comes last, and ends the stream.',
  },

  // Wrong sends.
  'event-wrong': {
    title: 'it sent another event than the expected one',
    look: 'at the code that builds this event: name, data and close, in the order of the contract.',
  },
  'event-lost-or-out-of-order': {
    title: 'it lost an event or sent it out of order',
    look: `${QUEUE}: first in, first out, and nothing is dropped while it is emptied.`,
  },
  'failed-send-not-requeued': {
    title: 'it lost an event whose send had failed',
    look: 'at how it handles an event whose send fails: it goes back to the front of the queue of its client, and is sent on the next connect.',
  },
  'send-malformed': {
    title: 'its send has the wrong form',
    look: 'at the code that posts to /internal/send: JSON with `token`, `event` with `name` and `data` as text (json.dumps of the payload), and `close`.',
  },
  'event-field-missing': {
    title: 'its event lacks a field',
    look: 'at the code that builds the data of this event: it writes every field that the contract has, also an empty one.',
  },
  'event-data-malformed': {
    title: 'its event has data in the wrong form',
    look: 'at the code that builds the data of this event: the name of the event, its fields and their types are those of the contract.',
  },
  'sends-overlap': {
    title: 'it does not wait for the answer to a send before the next send',
    look: 'for sends that run in threads or tasks of their own: for one token, the next send comes after the answer to the one before.',
  },
  'connection-dropped-on-failed-send': {
    title: 'it dropped the connection after a send failed with another status than 404',
    look: 'at how it handles the answer to a send: only 404 drops the mapping from id to token; other failures are counted and logged.',
  },
  'concurrent-events-lost-or-repeated': {
    title: 'it lost or repeated events that came at the same time',
    look: 'at the lock around the queue of pending events and the connection of a client: both change as one step.',
  },
} as const satisfies CodeFindings
