import { expect, test } from 'vitest'
import { routeOf } from './stream-route.ts'

test.for([
  ['/api/sse/tasks?task_id=42', { service: 'task', id: '42' }],
  ['/api/sse/tasks?other=1&task_id=a%20b', { service: 'task', id: 'a b' }],
  ['/api/sse/utils/version?request_id=abc', { service: 'version', id: 'abc' }],
  ['http://shop.example/api/sse/tasks?task_id=42', { service: 'task', id: '42' }],
] as const)('%s is routed.', ([target, route]) => {
  expect(routeOf(target)).toEqual(route)
})

test.for([
  ['/api/sse/tasks', 'task_id is missing'],
  ['/api/sse/tasks?request_id=42', 'task_id is missing'],
  ['/api/sse/tasks?task_id=', 'task_id is empty'],
  ['/api/sse/tasks?task_id=a:b', 'task_id holds a colon'],
  ['/api/sse/tasks?task_id=a%3Ab', 'task_id holds a colon'],
  ['/api/sse/utils/version?request_id=a:b', 'request_id holds a colon'],
  ['/api/sse/tasks/?task_id=42', 'expected one of'],
  ['/api/sse/tasksX?task_id=42', 'expected one of'],
  ['/api/sse/./tasks?task_id=42', 'expected one of'],
  ['//api/sse/tasks?task_id=42', 'expected one of'],
  ['/api/tasks/42/stream', 'expected one of'],
  ['/other#/api/sse/tasks?task_id=42', 'expected one of'],
  ['', 'expected one of'],
] as const)('"%s" is not routed: %s.', ([target, why]) => {
  expect(routeOf(target)).toEqual({ error: expect.stringContaining(why) })
})
