import type { CodeFindings } from './finding.ts'

/** What can go wrong with a page of the frontend. */
export const FRONTEND_FINDINGS = {
  'stream-target-wrong': {
    title: 'it asks for a stream at a target that the backend does not have',
    look: 'at where the URL of the stream is put together: the path is /api/sse/tasks with task_id, or /api/sse/utils/version with request_id, and the id is neither empty nor has a colon.',
  },
  'removed-target-used': {
    title: 'it asks for a stream that was removed',
    look: 'for the old path: a task is at /api/sse/tasks?task_id=…, and the version at /api/sse/utils/version?request_id=….',
  },
  'acts-before-ready': {
    title: 'it changes something before its streams are ready',
    look: 'at what sends this request: it has to wait for the event `ready` of each stream, and not for `open` of EventSource.',
  },
  'second-stream-after-reload': {
    title: 'it opens more streams after a reload than before',
    look: 'at what it keeps over a reload (sessionStorage, localStorage, a worker): what was kept must not open a stream beside the one that the page opens anyway.',
  },
  'no-reconnect': {
    title: 'it does not open a stream again that has ended',
    look: 'at its handler of `error`: EventSource connects again by itself unless close() is called, and a client of another kind has to do the same.',
  },
} as const satisfies CodeFindings
