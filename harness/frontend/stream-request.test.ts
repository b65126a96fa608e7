import { expect, test } from 'vitest'
import { streamTargetOf } from './stream-request.ts'

test.each([
  ['/api/sse/tasks?task_id=42', { is: 'current', kind: 'task', id: '42' }],
  ['/api/sse/tasks?x=1&task_id=a%20b', { is: 'current', kind: 'task', id: 'a b' }],
  ['/api/sse/utils/version?request_id=abc', { is: 'current', kind: 'version', id: 'abc' }],
  ['/api/sse/tasks', { is: 'wrong' }],
  ['/api/sse/tasks?task_id=', { is: 'wrong' }],
  ['/api/sse/tasks?task_id=task%3A42', { is: 'wrong' }],
  ['/api/sse/tasks?request_id=42', { is: 'wrong' }],
  ['/api/sse/task?task_id=42', { is: 'wrong' }],
  ['/api/tasks/42/stream', { is: 'removed' }],
  ['/api/utils/version/stream?request_id=abc', { is: 'removed' }],
  ['/api/tasks/42', undefined],
  ['/api/tasks/42/stream/more', undefined],
  ['/app.js', undefined],
])('%s is told from other requests.', (target, expected) => {
  expect(streamTargetOf(new URL(target, 'https://app.example'))).toEqual(expected)
})
