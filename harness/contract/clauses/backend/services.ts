import type { Clause } from '../../clause.ts'

/** TaskService and VersionService. */
export const serviceClauses = {
  'backend/task-events-sent': {
    level: 'MUST',
    sentence: 'Every event of a running task is sent to its client, in order.',
    source: 'contract, TaskService',
  },
  'backend/task-backlog-flushed': {
    level: 'MUST',
    sentence: 'Events of a task from before its client connects are sent on connect, in order.',
    source: 'contract, TaskService',
  },
  'backend/task-end-closes': {
    level: 'MUST',
    sentence: 'The end of a task is followed by `connection_close` with the same reason, and a close.',
    source: 'contract, TaskService',
  },
  'backend/unknown-task-reported': {
    level: 'MUST',
    sentence:
      'A client of an unknown task gets `error`, then `connection_close` with task_not_found and a close.',
    source: 'contract, TaskService',
  },
  'backend/version-sent': {
    level: 'MUST',
    sentence: 'A version announced to a connected client is sent at once, and reported as delivered.',
    source: 'contract, VersionService',
  },
  'backend/version-queued': {
    level: 'MUST',
    sentence:
      'Versions announced to a disconnected client are reported as queued, and sent in order on connect.',
    source: 'contract, VersionService',
  },
  'backend/version-requeued': {
    level: 'MUST',
    sentence: 'A version whose send failed is queued again, and sent before later ones on the next connect.',
    source: 'contract, VersionService',
  },
} as const satisfies Record<string, Clause>
