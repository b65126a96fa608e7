import type { Findings } from './finding.ts'

/** What can be wrong in a gateway, and where its team looks first. */
export const GATEWAY_FINDINGS = {
  // The event's hops.
  'lost between produced and accepted': {
    'connect answer':
      'In the gateway, look at how it reads the body of the connect answer: its `event` has to reach the stream that is about to open.',
    send: 'In the gateway, look at the branch of the handler of POST /internal/send that gave the answer shown, and at what last removed this token from the table of open streams; where there is no answer, at what the handler waits for or throws.',
    'send during connect':
      'In the gateway, look at when a token enters the table that POST /internal/send looks it up in: that has to happen before the connect callback is made, and what comes until the stream opens has to be kept.',
  },
  'lost between accepted and written': {
    'connect answer':
      'In the gateway, look at what it does with the body of a 2xx answer to the connect callback before it writes the first byte of the stream: `event` in it has to be parsed and written first.',
    send: "In the gateway, look at the way from the handler of POST /internal/send, which answered 200, to the write on this token's response: is there a queue, a condition or a swallowed exception between the two?",
    'send during connect':
      'In the gateway, look at what it does with sends that it accepts while the connect callback is open: they have to be kept and written when the stream opens, behind the event of the connect answer.',
  },
  'altered between accepted and written': {
    'connect answer':
      'In the gateway, look at the function that turns `name` and `data` of the connect answer into `event:` and `data:` lines, above all at line breaks, blanks and encoding.',
    send: 'In the gateway, look at the function that turns `name` and `data` of a send into `event:` and `data:` lines, above all at line breaks, blanks and encoding.',
    'send during connect':
      'In the gateway, look at how an event is stored while the connect callback is open, and at the function that writes it as `event:` and `data:` lines later.',
  },
  'out of order between accepted and written':
    'In the gateway, look for an `await` between accepting a send and writing it, and at the order in which the connect event and kept sends are written when a stream opens: one token has one queue.',
  'written more often than it was sent':
    'In the gateway, look at every place that writes an event: does one write again what was kept during the connect callback, or what is still in a queue?',
  'written though refused':
    'In the gateway, look at the order of the checks of POST /internal/send: an event is written or kept only when none of them refuses it.',
  'crossed between streams':
    'In the gateway, look at how the handler of POST /internal/send finds the response that it writes to: by the token of this send alone, and not by a variable that another request shares.',
  'written without having been produced':
    'In the gateway, look for code that writes to the stream without a send or a connect answer: greetings, errors, log lines, heartbeats that are no comments.',
  'it turned a close without an event into an empty event': {
    'connect answer':
      'In the gateway, look at what it does with a connect answer of `close: true` alone: the stream ends, and no `data:` line is written.',
    send: 'In the gateway, look at the branch of POST /internal/send for a close: an event is written only where the send has an `event`.',
    'send during connect':
      'In the gateway, look at the code that writes what was kept while the connect callback was open: a kept close without an `event` ends the stream and writes no `data:` line.',
  },
  'it accepted a close and left the stream open':
    'In the gateway, look at what follows `close: true`, in a send and in the connect answer: the response has to be ended, after the event that comes with it.',
  'it refuses sends to an open stream':
    'In the gateway, look at what removes a token from the table of open streams while its response is still open.',
  'it ended the stream in the wrong way':
    'In the gateway, look at how it ends a response: a stream that is closed is finished (`response.end()`) and its connection is not destroyed.',
  'it ended a stream that nobody closed':
    'In the gateway, look for what ends a response: a timeout of the server or the socket, an exception, or a close in the connect answer that this edition ignores.',
  'its heartbeats do not come':
    'In the gateway, look at where the timer of the heartbeats is started, for every stream that opens, and at what it writes: a comment, and a flush behind it.',
  'its heartbeats come too fast':
    'In the gateway, look at the timer of the heartbeats: its interval is HEARTBEAT_INTERVAL_SECONDS in seconds, one timer for each stream.',

  // The connect callback's hops.
  'connect callback never called':
    'In the gateway, look at the handler of the request that the client made: which condition answers it, or waits, before the connect callback is posted to CALLBACK_URL?',
  'connect callback called more than once':
    'In the gateway, look for a retry in the client that posts callbacks, and for two routes that both handle the request.',
  'connect callback called for what is no stream':
    'In the gateway, look at the route in front of the stream handler: which methods and paths does it let through?',
  'connect callback called with another request target':
    'In the gateway, look at where `request.url` of the connect callback comes from: it is the raw request target, query included, neither decoded nor normalised.',
  'connect callback called with lost or changed headers':
    'In the gateway, look at how it copies the headers of the client into `request.headers`: all of them, with lower-case names and unchanged values.',
  'connect callback given up too early':
    "In the gateway, look at the timeout of the client that posts callbacks: a backend has 5 s, counted from the gateway's own request.",
  'connect callback applied before it was answered':
    'In the gateway, look at where it writes the head of the response to the client: that has to wait for the status of the connect answer.',
  'acceptance lost between answered and applied':
    'In the gateway, look at what it does between the 2xx answer to the connect callback and the head of its own response: which condition or exception keeps it from answering 200 text/event-stream?',
  'refusal lost between answered and applied':
    'In the gateway, look at how it decides from the status of the connect answer: only 2xx may open a stream, and everything else refuses the client.',
  'it waits for a silent backend':
    'In the gateway, look for a timeout on the callback that it makes: after 5 s the client has to get an answer without the backend.',
  'it makes no callback while another is unanswered':
    'In the gateway, look for a lock or a queue around the callbacks, or a client with one connection: each stream asks the backend by itself.',
  'it keeps a send waiting that the connect callback waits for':
    'In the gateway, look at what the handler of POST /internal/send waits for while a connect callback is open: it has to answer at once and keep the event.',
  'it followed a redirect':
    'In the gateway, look at the options of the client that posts callbacks: redirects must not be followed (`redirect: "manual"`).',
  'callback called in the wrong form':
    'In the gateway, look at the code that builds the callback, beside the form of the payload in CONTRACT.md: method, content type, body, and the whole of CALLBACK_URL with its query.',
  'callback called without the secret of the callback URL':
    'In the gateway, look at how it takes CALLBACK_URL apart: its query has to stay in the request target of every callback.',
  'a token is no random UUID':
    'In the gateway, look at where tokens are made: `crypto.randomUUID()` for every stream.',
  'a token is given to two streams':
    'In the gateway, look at where a token is made: for every request of a client anew, and never looked up by URL, header or an earlier stream.',
  'tokens can be foretold':
    'In the gateway, look at where tokens are made: no counter, clock or seeded generator may be part of them; `crypto.randomUUID()` for every stream.',

  // The disconnect callback's hops.
  'disconnect callback never called':
    'In the gateway, look at what is bound to the end of a stream (`close` and `error` of request and response, the close by the backend, the shutdown): this end reaches no code that posts the disconnect callback.',
  'disconnect callback called for another stream':
    'In the gateway, look at which token goes into the disconnect callback: that of the stream that ended, taken when it was opened, and not from a variable that the next stream overwrites.',
  'disconnect callback called more than once':
    'In the gateway, look for two events that both report one end, such as `close` and `error`: the first has to take the token out, and the others find it gone.',
  'disconnect callback called with the wrong reason':
    'In the gateway, look at where `reason` is chosen: `server_closed` only when the backend closed or the gateway stops, `client_closed` when the client left or reset, `error` for the rest.',
  'disconnect callback called with another token or request':
    'In the gateway, look at what it keeps of a stream for its disconnect callback: the token and the very `request` of the connect callback.',
  'disconnect callback called though it was not due':
    'In the gateway, look at whether the code that reports an end asks if the backend has accepted this stream, and if it has really ended.',

  // Answers to clients.
  'it refused with another status':
    'In the gateway, look at the branch that chose this status: CONTRACT.md names, under the clause, the one that says whose mistake it is.',
  'it opened a stream that it should refuse':
    'In the gateway, look at the checks before the head of the stream is written: this request has to be refused by one of them.',
  'it answered with another status':
    'In the gateway, look at the route that answers this request, or at the missing one.',
  'it does not finish its refusal':
    'In the gateway, look at how a refused request is answered: the response has to be ended.',
  'it keeps a connection open that its client wants closed':
    'In the gateway, look at what it does with `Connection: close`: the HTTP server closes the connection behind the answer, unless its code keeps the response or the socket.',
  'after a refusal it answers nothing more on the connection':
    'In the gateway, look at how the handler of POST /internal/send refuses a send whose body is not read to its end: read the rest, or close the connection behind the answer.',
  'it refused in the wrong form':
    "In the gateway, look at the error handlers, those of the framework included: each has to write JSON in the edition's form.",
  'it neither opened nor refused':
    'In the gateway, look at how it maps a broken answer of the backend to a status: a client gets a stream, or 5xx.',
  'its refusal tells internal details':
    'In the gateway, look at what its error handler copies from the exception into the answer: neither the message nor the stack of an internal error belongs there.',
  'it took bytes that are no HTTP request for one':
    "In the gateway, look for options that make its HTTP parser lenient, and at the server's `clientError` handler.",
  'after a refusal it misreads the next request on the connection':
    'In the gateway, look at whether it reads a refused body to its end; if not, it has to close the connection.',
  'a response header is wrong':
    'In the gateway, look at where it writes the head of the response that is shown, and at middleware that adds to it.',
  'it refused otherwise than its edition says':
    'In the gateway, look at how 400, 401 and 403 of the backend reach the client in this edition; or check that --edition names the edition that the gateway is of.',
  'it told a rejection wrongly':
    'In the gateway, look at the code that writes `event: rejected`: one event, its data {"status","message"}, then the end of the stream.',

  // Answers to sends.
  'it refused a correct send': {
    'connect answer':
      'In the gateway, look at the checks of POST /internal/send: which of them refuses this body, or does not find this token?',
    send: 'In the gateway, look at the checks of POST /internal/send: which of them refuses this body, or does not find this token?',
    'send during connect':
      'In the gateway, look at when a token enters the table that POST /internal/send looks it up in: that has to happen before the connect callback is made, and what comes until the stream opens has to be kept.',
  },
  'it refuses data that is not too large':
    'In the gateway, look at the limit of the body parser in front of POST /internal/send: 64 KB of data, and what JSON adds to it, have to pass.',
  'it accepted a send that it should refuse':
    'In the gateway, look at the checks of POST /internal/send for what this body gets wrong; they come before anything is written or kept.',
  'it neither accepted nor refused a send':
    'In the gateway, look for an exception behind this status in the handler of POST /internal/send: text that it cannot write has to be refused before that.',
  'it answers a send in the wrong form':
    'In the gateway, look at the answer of POST /internal/send: {"status":"ok"} or {"status":"buffered"} as application/json.',
  'it does not answer a send':
    'In the gateway, look at what the handler of POST /internal/send waits for before it answers: neither a callback nor a slow client may be among it.',

  // Text on the wire.
  'a name was not escaped in its envelope':
    'In the gateway, look at how the name gets into the envelope: as JSON text (`JSON.stringify(name)`), and never between quotes of its own.',
  'data changed the envelope around it':
    'In the gateway, look at how `data` gets into the envelope: text that is no valid JSON has to be refused or encoded, and never pasted.',
  'text of an event became a field or an event of its own':
    'In the gateway, look at the function that writes `name` and `data`: CR, LF and CRLF each begin a new line, which needs a `data:` of its own in data and a refusal in a name.',
  'it wrote a field nobody asked for':
    'In the gateway, look at the function that writes events: it may write `event:` and `data:` lines and comments, and nothing else.',
  'it wrote bytes that are not UTF-8':
    'In the gateway, look at the encoding given to writes on the response, and at places that cut text by bytes.',
  'it wrote an event in the wrong form':
    'In the gateway, look at the function that writes events, or check that --edition names the edition that the gateway is of.',
  'line breaks in data are not split into data: lines':
    'In the gateway, look at how it writes `data` that has line breaks: each of CR LF, LF and CR begins a `data:` line of its own.',
  'JSON changed its meaning on the way':
    'In the gateway, look for a place that parses `data` and writes it again: numbers, duplicate keys and escapes do not survive that; embed the text as it is.',
  'opening signal never written':
    'In the gateway, look at where a stream opens: `event: ready` with empty data is due behind what was kept; or check that --edition names the edition that the gateway is of.',
  'opening signal in the wrong place':
    'In the gateway, look at the order in which it writes kept events and `event: ready` when a stream opens; it is written once, behind them.',

  // The process.
  'it died':
    'In the gateway, look at its last words in the evidence, and at the last request before its end.',
  'it stopped answering':
    'In the gateway, look at what blocks its event loop: a synchronous loop, or a huge input, in the last request of the evidence.',
  'what was due never came':
    'In the gateway, look at the last thing in the evidence that it did: what should have followed, and what does it wait for?',
  'it ended as if something had failed':
    'In the gateway, look at its handler of SIGTERM and SIGINT: it closes what is open and ends with exit code 0.',
  'it started with an invalid setting':
    'In the gateway, look at where it reads the environment: a value that cannot be followed has to end it with an exit code other than 0.',
  'it ignored an invalid PORT':
    'In the gateway, look at where it reads PORT: a value that is no port has to end it with an exit code other than 0, and no other port takes its place.',
  'it does not name the setting that it cannot use':
    'In the gateway, look at what it prints before it ends: a line has to name the variable whose value it cannot use.',
  'it ignored a setting without saying so':
    'In the gateway, look at where it reads the environment: a line on what it cannot follow has to name the variable.',
  'its health endpoint says the wrong thing':
    'In the gateway, look at the handlers of /healthz and /readyz, and at what each of them asks.',
  'it prints a secret':
    'In the gateway, look at what it logs at its start and of every request: CALLBACK_URL only without its query, and no headers of clients.',
  'it does not end when it is told to':
    'In the gateway, look at its handlers of SIGTERM and SIGINT, and at what keeps the process alive behind them: open streams, timers, a server that waits for its connections.',
  'it does not start again':
    'In the gateway, look at its last words: what does it leave behind (a lock, a file, a port) that keeps it from starting twice? Start it by hand twice, with PORT and CALLBACK_URL set, to see it.',
  'it does not end when its port is taken':
    'In the gateway, look at the `error` event of its server: EADDRINUSE has to end it with an exit code other than 0.',
  'it neither serves nor ends':
    'In the gateway, look at what it waits for between its start and listening on PORT.',
} as const satisfies Findings
