import type { CodeFindings } from '../finding.ts'

/** Findings about the callbacks of a gateway, and about how it applies their answers. */
export const CALLBACKS = {
  // The connect callback.
  'stream-opened-without-callback': {
    title: 'it opened the stream without asking the backend',
    look: 'for a path to the stream head that makes no connect callback, such as a cache of earlier answers, or a head that is written before the callback: every stream asks the backend first.',
  },
  'client-answered-without-callback': {
    title: 'it answered the client without asking the backend',
    look: 'at the handler of the request that the client made: which check or route answers it before the connect callback is posted to CALLBACK_URL?',
  },
  'client-unanswered-without-callback': {
    title: 'it neither asked the backend nor answered the client',
    look: 'at the handler of the request that the client made: what does it wait for before it posts the connect callback to CALLBACK_URL?',
  },
  'connect-callback-missing': {
    title: 'it made no connect callback for a client',
    look: 'at the handler of the request that the client made: what keeps it from posting the connect callback to CALLBACK_URL?',
  },
  'connect-callback-repeated': {
    title: 'it made the connect callback more than once',
    look: 'for a retry in the client that posts callbacks, and for two routes that both handle the request.',
  },
  'connect-callback-for-no-stream': {
    title: 'it made a connect callback for a request that asks for no stream',
    look: 'at the route in front of the stream handler: which methods and paths does it let through?',
  },
  'connect-callback-wrong-url': {
    title: 'its connect callback has another `request.url` than the client asked for',
    look: 'at where `request.url` of the connect callback comes from: it is the raw request target with its query, neither decoded nor normalised.',
  },
  'connect-callback-wrong-headers': {
    title: 'its connect callback lacks a header of the client, or changes it',
    look: 'at how it copies the headers of the client into `request.headers`: all of them, with lower-case names and unchanged values.',
  },
  'connect-callback-timeout-too-short': {
    title: 'it gave up waiting for the connect answer before 5 s had passed',
    look: 'at the timeout of the client that posts callbacks: a backend has 5 s, counted from the request of the gateway.',
  },
  'stream-opened-before-answer': {
    title: 'it answered the client before the backend had answered',
    look: 'at where it writes the head of the response to the client: it has to wait for the status of the connect answer, and may write nothing before it, not even a heartbeat.',
  },

  // How it applies the answer.
  'accepted-stream-refused': {
    title: 'it refused a stream that the backend had accepted',
    look: 'at what it does between the 2xx answer to the connect callback and the head of its own response: which condition or exception keeps it from answering 200 text/event-stream?',
  },
  'unreadable-answer-refused': {
    title: 'it refused a stream because the connect answer (2xx) has no readable body',
    look: 'at how it reads the body of the connect answer: the 2xx status alone accepts the stream, and a body that is empty or cannot be parsed has no effect.',
  },
  'accepted-stream-unanswered': {
    title: 'it sent no response head for a stream that the backend had accepted',
    look: 'at when the head of a stream leaves it: at once (`response.flushHeaders()`), and not with the first event.',
  },
  'unfinished-answer-unlimited': {
    title: 'it waits without limit for the rest of the connect answer',
    look: 'at the timeout of the client that posts callbacks: it has to cover the body of the answer as well as its head.',
  },
  'broken-off-answer-unanswered': {
    title: 'it gives the client no answer when the backend breaks off its connect answer',
    look: 'at the errors of the client that posts callbacks: one that comes while it reads the body of the answer (`aborted`, `error` on the response) also has to end in an answer to the client: a stream, or 5xx.',
  },
  'refused-stream-opened': {
    title: 'it opened a stream that the backend had refused',
    look: 'at how it decides from the status of the connect answer: only 2xx opens a stream, and every other status refuses the client.',
  },
  'redirect-accepted': {
    title: 'it treated a redirect of the backend as acceptance',
    look: 'at how it decides from the status of the connect answer: only 2xx opens a stream; 3xx refuses the client.',
  },
  'refused-client-unanswered': {
    title: 'it gave no answer to a client that the backend had refused',
    look: 'at what it does after a connect answer that is not 2xx: the client gets an error status, and the response is ended.',
  },
  'no-callback-timeout': {
    title: 'it waits for the backend without limit',
    look: 'for the timeout of the callbacks that it makes: after 5 s without an answer of the backend the client has to get 504.',
  },
  'callbacks-one-at-a-time': {
    title: 'it makes no callback while another one is unanswered',
    look: 'for a lock or a queue around the callbacks, or an HTTP client with one connection: every stream asks the backend by itself.',
  },
  'send-blocked-during-connect': {
    title: 'it does not answer a send while the connect callback is open, and both wait for each other',
    look: 'at what the handler of POST /internal/send waits for while a connect callback is open: it has to answer at once and keep the event.',
  },
  'callback-redirect-followed': {
    title: 'it followed a redirect of the connect callback',
    look: 'at the options of the client that posts callbacks: it must not follow redirects (`redirect: "manual"` in fetch, `maxRedirects: 0` in axios).',
  },

  // The form of callbacks, and tokens.
  'callback-malformed': {
    title: 'its callback has the wrong form',
    look: 'at the code that builds the callback, and compare it with the payload in CONTRACT.md: POST, and every field with its type.',
  },
  'callback-content-type-wrong': {
    title: 'its callback is not declared as application/json',
    look: 'at the headers of the client that posts callbacks: `content-type: application/json`.',
  },
  'callback-without-secret': {
    title: 'its callback lacks the query of CALLBACK_URL, which has the secret',
    look: 'at how it takes CALLBACK_URL apart: the query has to stay in the request target of every callback.',
  },
  'token-not-random-uuid': {
    title: 'its token is not a random UUID',
    look: 'at where tokens are made: `crypto.randomUUID()` for every stream.',
  },
  'token-reused': {
    title: 'it gave the same token to two streams',
    look: 'at where a token is made: a new one for every request of a client, never looked up by URL, header or an earlier stream.',
  },
  'token-predictable': {
    title: 'its tokens can be predicted',
    look: 'at where tokens are made: `crypto.randomUUID()` for every stream, without a counter, a clock or a seeded generator.',
  },
} as const satisfies CodeFindings
