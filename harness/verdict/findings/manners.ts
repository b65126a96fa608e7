/**
 * In what manner something was found, where the first thing to check depends on that more than on the finding. All of
 * them are the gateway's.
 */
export const MANNERS = {
  // How an event was altered on its way to the wire.
  'name lost':
    'In the gateway, look at where it writes the `event:` line, which is due for every event that has a name; if it writes none anywhere, check that --edition names the edition that the gateway is of (npm run probe tells).',
  'name given':
    'In the gateway, look at where it writes the `event:` line: an event without a name gets none.',
  'name changed':
    'In the gateway, look at what it does with `name` before it writes the `event:` line: it is neither trimmed, decoded nor escaped, and written in UTF-8.',
  'name unescaped':
    'In the gateway, look at how the name gets into the envelope: as JSON text (`JSON.stringify(name)`), and never between quotes of its own.',
  'JSON written anew':
    'In the gateway, look for a `JSON.parse` and a `JSON.stringify` on the way of `data`: it is text, and is written as it came.',
  'cut short':
    'In the gateway, look for a limit on what it writes at once, and at how it waits for a slow client (`drain`): the rest of a large event is still to be written.',
  'cut short at the end':
    'In the gateway, look at how a stream is ended while a large write is pending: `response.end()` behind it, and no `destroy()`.',
  'comment inside':
    'In the gateway, look at the timer of the heartbeats and at the function that writes events: an event is one write, and a heartbeat may come before or behind it.',
  'no UTF-8':
    'In the gateway, look at the encoding given to writes on the response: UTF-8, and no text cut by bytes before it is written.',
  'not well formed':
    'In the gateway, look at the checks of POST /internal/send: text with half a surrogate pair has no UTF-8 form and is to be refused (`isWellFormed()` on name and data).',
  // How an event was lost.
  'lost lines':
    'In the gateway, look at how it splits `data` into lines: each gets a `data:` of its own, also one that is empty or begins with a colon.',
  'lost beside a close':
    'In the gateway, look at what follows a close: an event that comes with it, or was accepted before, is written first, and what comes later is answered 404.',
  'written for nothing':
    'In the gateway, look at what the handler of POST /internal/send does with a send that has neither an event nor a close: it answers, and writes nothing.',

  // What is wrong with a send that was accepted.
  'to an ended stream':
    'In the gateway, look at what happens to the token when a stream ends, whoever ends it: it leaves the table that POST /internal/send looks it up in.',
  'to a refused stream':
    'In the gateway, look at what happens to the token when the backend refuses a stream: it leaves the table that POST /internal/send looks it up in.',
  'to an unknown token':
    'In the gateway, look at how POST /internal/send looks a token up: in a Map, whose own keys alone count, and what is not in it is answered 404.',
  'by another method': 'In the gateway, look at the route of /internal/send: it takes POST and nothing else.',
  'not UTF-8':
    "In the gateway, look at how it decodes the body of a send: bytes that are not UTF-8 are refused (`new TextDecoder('utf-8', { fatal: true })`), and not replaced.",
  'of another content type':
    'In the gateway, look at what it does with a send whose Content-Type is not application/json: a body parser leaves it unparsed (`req.body` is undefined), and what reads it then throws; read it as JSON all the same, or answer 400 or 415.',
  'too large':
    'In the gateway, look at what becomes of the error of the body parser at its limit: the client of a body that is too large gets 413.',

  // How a client or a send was refused.
  'refusal declared as a stream':
    'In the gateway, look at where it sets the content type text/event-stream: only once the backend has accepted the stream.',
  "another edition's errors":
    "In the gateway, look at the error handlers: each has to write JSON in the edition's form; or --edition names another edition than the gateway is of (npm run probe tells).",
  'no head':
    'In the gateway, look at when the head of a stream leaves it: at once (`response.flushHeaders()`), and not with the first event.',
  'no end of the answer':
    'In the gateway, look at the timeout of the client that posts callbacks: it has to cover the body of the answer, and not only its head.',
} as const satisfies Readonly<Record<string, string>>

export type Manner = keyof typeof MANNERS
