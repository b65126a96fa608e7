import type { Clause } from '../clause.ts'

/** Whole conversations of the task and the version service, and the bug report itself. */
export const applicationClauses = {
  'task/unknown-task-reported': {
    level: 'MUST',
    sentence: 'A client of an unknown task receives `error`, then `connection_close`, and its stream ends.',
    source: 'contract, TaskService',
  },
  'task/progress-delivered': {
    level: 'MUST',
    sentence: "A task's events reach its client in order, those from before it connected first.",
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
    sentence: 'A version announced before its client connects is delivered when it does.',
    source: 'contract, VersionService',
  },
  'version/live-delivered': {
    level: 'MUST',
    sentence: 'A version announced while its client is connected is delivered at once.',
    source: 'contract, VersionService',
  },
  'version/delivered-on-return': {
    level: 'MUST',
    sentence: 'A version announced while its client is away is delivered when it returns.',
    source: 'contract, VersionService',
  },
  'connection-open/task-stream': {
    level: 'MUST',
    sentence: 'A task started through the backend is seen from `connection_open` to the end of its stream.',
    source: 'the bug report',
    requires: { appliesConnectAnswer: true },
  },
  'connection-open/version-stream': {
    level: 'MUST',
    sentence: 'A version stream opens with `connection_open` and goes on with what the backend announces.',
    source: 'the bug report',
    requires: { appliesConnectAnswer: true },
  },
} as const satisfies Record<string, Clause>
