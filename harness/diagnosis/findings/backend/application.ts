import type { CodeFindings } from '../finding.ts'

/** Findings about tasks, versions, metrics, health and test hooks of a backend, and with its process. */
export const APPLICATION = {
  // Tasks and versions.
  'task-events-missing': {
    title: 'it sent no event of the task',
    look: 'at whether the events of a task reach the connection of its client: the id in `task_id` of the stream, and the queue that is flushed on connect.',
  },
  'task-stream-not-closed': {
    title: 'it did not close the stream of a task that had ended',
    look: 'at what follows task_completed or task_failed: connection_close with `close: true`.',
  },
  'task-close-wrong-reason': {
    title: 'it closed the stream of a task with the wrong reason',
    look: 'at where the reason of connection_close comes from: it is the event_type of the last event, task_completed or task_failed.',
  },
  'task-stream-closed-early': {
    title: 'it closed the stream of a task before the last event of the task',
    look: 'at what closes this token: the end of the task, or the connect of another client that it treats as the same one.',
  },
  'task-events-stop': {
    title: 'it stopped sending in the middle of a task',
    look: 'at what stops the sends of a task: an exception in its log, a send that failed, or a mapping from id to token that was dropped.',
  },
  'task-events-repeated': {
    title: 'it sent events of a task twice',
    look: 'at what sends an event again: a retry after a send that failed, or an event that is both queued and sent.',
  },
  'task-events-lost': {
    title: 'it lost events of a task',
    look: 'at how it handles the events of a task before its client connects and while the queue is flushed: each is queued, or sent.',
  },
  'task-events-out-of-order': {
    title: 'it sent the events of a task out of order',
    look: 'at how it flushes the queue of the client of a task: first in, first out, and before live events.',
  },
  'announcement-misreported': {
    title: 'its test hook reports an announcement wrongly',
    look: 'at when an announcement counts as delivered: after the 200 of the gateway to its send, and only then.',
  },

  // Metrics, health, test hooks.
  'metrics-wrong': {
    title: 'its metric did not change as expected',
    look: 'at where this metric is counted, and at the names of its labels.',
  },
  'metrics-missing': {
    title: 'it shows no metrics',
    look: 'at whether the metrics are exposed on /metrics of its own port, and not only on another one.',
  },
  'readiness-ignores-gateway': {
    title: 'its /api/health/readyz does not say whether the gateway answers',
    look: 'at the handler of /api/health/readyz: it has to ask the gateway and to report the result.',
  },
  'health-depends-on-gateway': {
    title: 'its /api/health/healthz depends on the gateway',
    look: 'at the handler of /api/health/healthz: it reports that the process runs, and depends on nothing else; /api/health/readyz reports the gateway.',
  },
  'wrong-status': {
    title: 'it answered with the wrong status',
    look: 'at the route that answers this request, or for the route that is missing.',
  },
  'test-hooks-in-production': {
    title: 'its test hooks are open in production',
    look: 'at the condition under which the routes of /api/testing are registered: not with FLASK_ENV=production.',
  },
  'test-hook-unanswered': {
    title: 'its test hook gives no answer',
    look: 'at what the handler of this test hook waits for, and at its last output.',
  },
  'test-hook-fails': {
    title: 'its test hook fails',
    look: 'at the traceback of this test hook in its log.',
  },

  // The process.
  'process-died': {
    title: 'its process died',
    look: 'at its last output in the evidence, and at the last request before its end.',
  },
  'process-hangs': {
    title: 'it stopped answering',
    look: 'at what all of its threads wait for: a lock, or a request that is not answered.',
  },
  'no-progress': {
    title: 'it did not do what was expected, though it is alive',
    look: 'at the last thing in the evidence that it did: what should have followed, and what does it wait for?',
  },
} as const satisfies CodeFindings
