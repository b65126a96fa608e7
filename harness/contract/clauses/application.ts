import type { Clause } from '../clause.ts'

/** The task and the version service from connect to close, and the bug report. */
export const applicationClauses = {
  'task/unknown-task-reported': {
    level: 'MUST',
    sentence: 'A client of an unknown task receives `error`, then `connection_close`, and its stream ends.',
    source: 'contract, TaskService',
  },
  'task/progress-delivered': {
    level: 'MUST',
    sentence: 'The events of a task reach its client in order, those queued before it connected first.',
    source: 'contract, TaskService',
  },
  'task/completion-ends-stream': {
    level: 'MUST',
    sentence: 'A completed task ends its stream with `connection_close`, reason task_completed.',
    source: 'contract, TaskService',
  },
  'task/failure-ends-stream': {
    level: 'MUST',
    sentence: 'A failed task ends its stream with `connection_close`, reason task_failed.',
    source: 'contract, TaskService',
  },
  'version/queued-then-delivered': {
    level: 'MUST',
    sentence: 'A version announced before its client connects is delivered when the client connects.',
    source: 'contract, VersionService',
  },
  'version/live-delivered': {
    level: 'MUST',
    sentence: 'A version announced while its client is connected is delivered at once.',
    source: 'contract, VersionService',
  },
  'version/delivered-on-return': {
    level: 'MUST',
    sentence: 'A version announced while its client is disconnected is delivered when the client reconnects.',
    source: 'contract, VersionService',
  },
  'connection-open/task-stream': {
    level: 'MUST',
    sentence:
      'The client of a task receives `connection_open`, every event of the task and the end of the stream.',
    source: 'the bug report',
    requires: { appliesConnectAnswer: true },
  },
  'connection-open/version-stream': {
    level: 'MUST',
    sentence: 'A version stream starts with `connection_open`, and every announced version follows.',
    source: 'the bug report',
    requires: { appliesConnectAnswer: true },
  },
} as const satisfies Record<string, Clause>
