import type { Clause } from '../../clause.ts'

/** TaskService and VersionService. */
export const serviceClauses = {
  'backend/task-events-sent': {
    level: 'MUST',
    sentence: 'A client of a running task is sent everything the task reports, in order.',
    source: 'contract, TaskService',
  },
  'backend/task-backlog-flushed': {
    level: 'MUST',
    sentence: 'What a task reports before its client connects is sent when it does, in order.',
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
      'A client of an unknown task is sent `error`, then `connection_close` with task_not_found and a close.',
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
      'Versions announced to a client that is away are reported as queued, and sent in order when it connects.',
    source: 'contract, VersionService',
  },
  'backend/version-requeued': {
    level: 'MUST',
    sentence:
      'A version that could not be sent is put back, and sent before later ones when its client connects again.',
    source: 'contract, VersionService',
  },
} as const satisfies Record<string, Clause>
