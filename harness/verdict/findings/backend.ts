import type { Findings } from './finding.ts'

/** What can be wrong in a backend, and where its team looks first. */
export const BACKEND_FINDINGS = {
  // The event's hops.
  'never produced':
    'In the backend, look at what should have made it send: was the connection registered under this id when the event came up, and did a lookup of the token fail quietly?',
  'it sends nothing to SSE_GATEWAY_URL':
    'In the backend, look at where the address that it posts to comes from: it has to be SSE_GATEWAY_URL as the environment has it at the start, host and port, with /internal/send behind it.',
  'lost between produced and accepted':
    'In the backend, look at SSE_GATEWAY_URL, and at the code that builds the address of POST /internal/send from it.',
  'it never closed the stream':
    'In the backend, look at what follows the last event of a stream: a send with `close: true` to the same token.',
  'it sent what was not due':
    'In the backend, look at what made it send this, and to whose token: an event queued twice, a retry, or a stale mapping.',
  'it sent something else than was due':
    'In the backend, look at the code that builds this event: name, data and close, in the order of the contract.',
  'it lost an event or sent it out of order':
    'In the backend, look at the queue of pending events: what is put in first is sent first, and nothing is dropped while it is emptied.',
  'it loses an event that it could not send':
    'In the backend, look at what becomes of an event whose send fails: it goes back to the front of what waits for its client, and is sent on the next connect.',
  'it sends in the wrong form':
    'In the backend, look at the code that posts to /internal/send: JSON with `token`, `event` with `name` and `data` as text (json.dumps of the payload), and `close`.',
  'it leaves out a field of an event':
    'In the backend, look at the code that builds the data of this event: every field that the contract has is written, also when it is empty.',
  'it sends data in another form than the contract has':
    'In the backend, look at the code that builds the data of this event: the name of the event, its fields and their types are those of the contract.',
  'it sends to a stream that it has already closed':
    'In the backend, look at the order in which it sends what waits for a stream: `close: true` comes last, and ends the stream with everything that is sent behind it.',
  'it does not wait for the answer to a send':
    'In the backend, look for sends that run in threads or tasks of their own: for one token, the next comes after the answer to the one before.',
  'it gives a connection up when a send fails':
    'In the backend, look at how it handles the answer to a send: only 404 drops the mapping from id to token; other failures are counted and logged.',
  'it loses or repeats events of the same moment':
    'In the backend, look at the lock around the queue of pending events and the connection of a client: both change as one step.',

  // Callbacks: called, answered.
  'callback called and not answered':
    'In the backend, look at what its handler of callbacks waits for (a lock, the gateway, a database), and how many requests the server takes at a time.',
  'connect callback answered too late':
    'In the backend, look at what its handler of connect callbacks does before it answers: it has 5 s, all of its own sends included.',
  'it refused a stream that it should accept':
    'In the backend, look at its log of this callback, then at what its handler demands of `request.url` and `request.headers`: an unknown path, parameter or field, or a header whose value is a list of texts in place of one.',
  'it fails on an ordinary callback':
    'In the backend, look at the traceback in its log: its handler of callbacks fails on a request in the form of the contract, in which values of `request.headers` may be lists.',
  'it accepted a stream that it should refuse':
    'In the backend, look at the checks in its handler of callbacks: secret, JSON, action, path, parameters and id, each before anything is registered.',
  'it accepted an unknown action':
    'In the backend, look at how its handler of callbacks tells actions apart: connect, disconnect, and everything else refused with 400.',
  'it refuses with another status':
    'In the backend, look at the check that refused: 401 is for the secret, 400 for everything that is wrong in the callback itself.',
  'it fails on what it has to refuse':
    'In the backend, look at the traceback in its log: the input has to be checked before it is used.',
  'it fails on hostile input':
    'In the backend, look at the traceback in its log: the input has to be checked before it is used.',
  'it refuses hostile input in another form':
    'In the backend, look at the error handlers of the application: the default ones of a framework answer with HTML.',
  'it refuses without saying why':
    'In the backend, look at the error handlers of the application: the default ones of a framework answer with HTML.',
  'it refuses the secret of the callback URL':
    'In the backend, look at where it reads the secret from (`secret` in the query), and that it is compared with SSE_CALLBACK_SECRET.',
  'it asks for the secret outside production':
    'In the backend, look at the condition under which it checks the secret: with FLASK_ENV=production, and not otherwise.',
  'it answers the callback with a web page':
    'In the backend, look at whether the callback URL reaches the application itself: a catch-all route, an error page or a proxy stands in front of it.',
  'it accepts in the wrong form':
    'In the backend, look at what the handler of connect callbacks returns: jsonify(…) with status 200.',
  'its connect answer lacks connection_open':
    'In the backend, look at what the handler of connect callbacks returns: the JSON with `event`, whose data is text (json.dumps) and not an object.',
  'it refuses a disconnect callback':
    'In the backend, look at the handler of disconnect callbacks: what it does not know, it ignores and answers 200.',
  'it waits longer for the gateway than the gateway waits for it':
    'In the backend, look at the timeout of the HTTP client that posts to /internal/send: with all that is sent during one callback it has to stay below 5 s.',
  'its answers tell secrets':
    'In the backend, look at the error handlers, and that debug mode is off: neither the request nor a traceback belongs in an answer.',
  'its log tells secrets':
    'In the backend, look at every line of the log that contains the secret, the callback URL with its query, or headers of a client: the access log, and what the handler of callbacks writes.',

  // Replacing a connection, and doing several things at once.
  'it leaves a replaced connection open':
    'In the backend, look at what a connect does when its id has a token already: that one has to be closed before the new one is used.',
  'it closes a replaced connection more than once':
    'In the backend, look at who closes an old token: the connect that replaces it, and nobody else.',
  'it closes a replaced connection too late':
    'In the backend, look at the order in its handler of connect callbacks: close the old token and wait for the answer, then send to the new one.',
  'it mixes up connects for one id at the same time':
    'In the backend, look at whether looking up the old token and registering the new one happen as one step, under a lock.',
  'it takes one request at a time':
    'In the backend, look at how its server runs: app.run(threaded=True), waitress, or gunicorn with --threads and one worker.',
  'it holds its lock while it closes the replaced connection':
    'In the backend, look for a lock that is held around the POST to /internal/send: take what is needed under the lock, and send outside of it.',
  'it holds its lock while it sends':
    'In the backend, look for a lock that is held around the POST to /internal/send: take what is needed under the lock, and send outside of it.',

  // Tasks, versions, metrics, health, test hooks.
  'it sends nothing about a task':
    'In the backend, look at whether the events of a task reach the connection of its client: the id in `task_id` of the stream, and the queue that is flushed on connect.',
  'it does not close the stream of a task that has ended':
    'In the backend, look at what follows task_completed or task_failed: connection_close with `close: true`.',
  'it closes the stream of a task with the wrong reason':
    'In the backend, look at where the reason of connection_close comes from: it is the event_type of the last event, task_completed or task_failed.',
  'it closes the stream of a task before the task is told':
    'In the backend, look at what closes this token: the end of the task, or the connect of another client that is taken for the same one.',
  'it stops in the middle of a task':
    'In the backend, look at what stops the sends of a task: an exception in its log, a send that failed, or a mapping from id to token that was dropped.',
  'it sends events of a task twice':
    'In the backend, look at what sends an event again: a retry after a send that failed, or an event that is both queued and sent.',
  'it loses events of a task':
    'In the backend, look at what becomes of the events of a task before its client connects and while the queue is flushed: each is queued, or sent.',
  'it sends the events of a task out of order':
    'In the backend, look at how what waits for the client of a task is flushed: first in, first out, and before anything that comes live.',
  'it reports an announcement wrongly':
    'In the backend, look at what the announcement takes for delivered: the 200 of the gateway to its send, and nothing else.',
  'its metrics do not move as they should':
    'In the backend, look at where this metric is counted, and at the names of its labels.',
  'it shows no metrics':
    'In the backend, look at whether the metrics are exposed on /metrics of its own port, and not only on another one.',
  'it does not say whether the gateway answers':
    'In the backend, look at the handler of /api/health/readyz: it has to ask the gateway and say what came of it.',
  'it answers with another status':
    'In the backend, look at the route that answers this request, or at the missing one.',
  'its health depends on the gateway':
    'In the backend, look at the handler of /api/health/healthz: it says that the process lives, and asks nobody; the gateway is a matter of /api/health/readyz.',
  'its test hooks are open in production':
    'In the backend, look at the condition under which the routes of /api/testing are registered: not with FLASK_ENV=production.',
  'its test hook gives no answer':
    'In the backend, look at what the handler of this test hook waits for, and at what it printed last.',
  'its test hook fails':
    'In the backend, look at the traceback behind the answer of this test hook, in its log.',

  // The process.
  'it died':
    'In the backend, look at its last words in the evidence, and at the last request before its end.',
  'it stopped answering':
    'In the backend, look at what all of its threads wait for: a lock, or a request that is not answered.',
  'what was due never came':
    'In the backend, look at the last thing in the evidence that it did: what should have followed, and what does it wait for?',
} as const satisfies Findings
