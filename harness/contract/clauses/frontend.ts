import type { Clause } from '../clause.ts'

const STREAMS = 'contract, "How the backend behaves"'
const EVENT_SOURCE = 'WHATWG HTML, "Server-sent events"'

/** Requirements for a page of the frontend, as a client of gateway and backend. */
export const frontendClauses = {
  'frontend/current-targets': {
    level: 'MUST',
    sentence:
      'A page asks for its streams at `/api/sse/tasks?task_id=` and `/api/sse/utils/version?request_id=`, each with an id without a colon.',
    source: STREAMS,
  },
  'frontend/removed-targets-unused': {
    level: 'MUST',
    sentence:
      'A page asks for none of the removed streams, `/api/tasks/{id}/stream` and `/api/utils/version/stream`.',
    source: STREAMS,
  },
  'frontend/ready-awaited': {
    level: 'MUST',
    sentence:
      'A page that has asked for streams changes nothing through its API before each of them is `ready`.',
    source: 'gateway README (60d1cae), "Event formatting"',
    requires: { signalsReady: true },
  },
  'frontend/one-stream-after-reload': {
    level: 'MUST',
    sentence:
      'After a reload, a page has as many streams as before, and one for each task and each version client.',
    source: 'contract, ConnectionManager',
  },
  'frontend/reconnects': {
    level: 'MUST',
    sentence: 'A page opens a stream again that has ended without `connection_close`.',
    source: `${EVENT_SOURCE}; contract, VersionService`,
  },
} as const satisfies Record<string, Clause>
