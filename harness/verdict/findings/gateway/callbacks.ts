import type { Findings } from '../finding.ts'

/** What can be wrong with the callbacks of a gateway, and with what it makes of their answers. */
export const CALLBACKS = {
  // The connect callback's hops.
  'connect-callback-missing': {
    title: 'connect callback never called',
    advice:
      'In the gateway, look at the handler of the request that the client made: which condition answers it, or waits, before the connect callback is posted to CALLBACK_URL?',
  },
  'connect-callback-repeated': {
    title: 'connect callback called more than once',
    advice:
      'In the gateway, look for a retry in the client that posts callbacks, and for two routes that both handle the request.',
  },
  'connect-callback-for-no-stream': {
    title: 'connect callback called for what is no stream',
    advice:
      'In the gateway, look at the route in front of the stream handler: which methods and paths does it let through?',
  },
  'connect-callback-wrong-url': {
    title: 'connect callback called with another request target',
    advice:
      'In the gateway, look at where `request.url` of the connect callback comes from: it is the raw request target, query included, neither decoded nor normalised.',
  },
  'connect-callback-wrong-headers': {
    title: 'connect callback called with lost or changed headers',
    advice:
      'In the gateway, look at how it copies the headers of the client into `request.headers`: all of them, with lower-case names and unchanged values.',
  },
  'connect-callback-timeout-too-short': {
    title: 'connect callback given up too early',
    advice:
      "In the gateway, look at the timeout of the client that posts callbacks: a backend has 5 s, counted from the gateway's own request.",
  },
  'stream-opened-before-answer': {
    title: 'connect callback applied before it was answered',
    advice:
      'In the gateway, look at where it writes the head of the response to the client: that has to wait for the status of the connect answer.',
  },
  'acceptance-not-applied': {
    title: 'acceptance lost between answered and applied',
    advice:
      'In the gateway, look at what it does between the 2xx answer to the connect callback and the head of its own response: which condition or exception keeps it from answering 200 text/event-stream?',
  },
  'refusal-not-applied': {
    title: 'refusal lost between answered and applied',
    advice:
      'In the gateway, look at how it decides from the status of the connect answer: only 2xx may open a stream, and everything else refuses the client.',
  },
  'no-callback-timeout': {
    title: 'it waits for a silent backend',
    advice:
      'In the gateway, look for a timeout on the callback that it makes: after 5 s the client has to get an answer without the backend.',
  },
  'callbacks-one-at-a-time': {
    title: 'it makes no callback while another is unanswered',
    advice:
      'In the gateway, look for a lock or a queue around the callbacks, or a client with one connection: each stream asks the backend by itself.',
  },
  'send-blocked-during-connect': {
    title: 'it keeps a send waiting that the connect callback waits for',
    advice:
      'In the gateway, look at what the handler of POST /internal/send waits for while a connect callback is open: it has to answer at once and keep the event.',
  },
  'callback-redirect-followed': {
    title: 'it followed a redirect',
    advice:
      'In the gateway, look at the options of the client that posts callbacks: redirects must not be followed (`redirect: "manual"`).',
  },
  'callback-malformed': {
    title: 'callback called in the wrong form',
    advice:
      'In the gateway, look at the code that builds the callback, beside the form of the payload in CONTRACT.md: method, content type, body, and the whole of CALLBACK_URL with its query.',
  },
  'callback-without-secret': {
    title: 'callback called without the secret of the callback URL',
    advice:
      'In the gateway, look at how it takes CALLBACK_URL apart: its query has to stay in the request target of every callback.',
  },
  'token-not-random-uuid': {
    title: 'a token is no random UUID',
    advice: 'In the gateway, look at where tokens are made: `crypto.randomUUID()` for every stream.',
  },
  'token-reused': {
    title: 'a token is given to two streams',
    advice:
      'In the gateway, look at where a token is made: for every request of a client anew, and never looked up by URL, header or an earlier stream.',
  },
  'token-predictable': {
    title: 'tokens can be foretold',
    advice:
      'In the gateway, look at where tokens are made: no counter, clock or seeded generator may be part of them; `crypto.randomUUID()` for every stream.',
  },

  // The disconnect callback's hops.
  'disconnect-callback-missing': {
    title: 'disconnect callback never called',
    advice:
      'In the gateway, look at what is bound to the end of a stream (`close` and `error` of request and response, the close by the backend, the shutdown): this end reaches no code that posts the disconnect callback.',
  },
  'disconnect-callback-for-other-stream': {
    title: 'disconnect callback called for another stream',
    advice:
      'In the gateway, look at which token goes into the disconnect callback: that of the stream that ended, taken when it was opened, and not from a variable that the next stream overwrites.',
  },
  'disconnect-callback-repeated': {
    title: 'disconnect callback called more than once',
    advice:
      'In the gateway, look for two events that both report one end, such as `close` and `error`: the first has to take the token out, and the others find it gone.',
  },
  'disconnect-callback-wrong-reason': {
    title: 'disconnect callback called with the wrong reason',
    advice:
      'In the gateway, look at where `reason` is chosen: `server_closed` only when the backend closed or the gateway stops, `client_closed` when the client left or reset, `error` for the rest.',
  },
  'disconnect-callback-wrong-request': {
    title: 'disconnect callback called with another token or request',
    advice:
      'In the gateway, look at what it keeps of a stream for its disconnect callback: the token and the very `request` of the connect callback.',
  },
  'disconnect-callback-unexpected': {
    title: 'disconnect callback called though it was not due',
    advice:
      'In the gateway, look at whether the code that reports an end asks if the backend has accepted this stream, and if it has really ended.',
  },
} as const satisfies Findings
