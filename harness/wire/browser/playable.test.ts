import { expect, test } from 'vitest'
import { isPlayable } from './playable.ts'

test.each(['/api/sse/tasks?task_id=42', '/a/b?x=%2F&y=a:b', '/'])(
  'A browser asks for %s as it stands.',
  target => {
    expect(isPlayable(target, {})).toBe(true)
    expect(
      isPlayable(target, { headers: { origin: 'https://page.example', Accept: 'text/event-stream' } }),
    ).toBe(true)
  },
)

test.each(['//host/path', '/a/../b', '/a b', '/ä', '/a#b', '*', 'http://other.example/', '/a\\b'])(
  'A browser cannot ask for %s as it stands.',
  target => {
    expect(isPlayable(target, {})).toBe(false)
  },
)

test.each([
  { method: 'POST' },
  { body: 'x' },
  { client: 'wire' as const },
  { headers: { authorization: 'Bearer x' } },
  { headers: { cookie: 'a=b' } },
])('An EventSource cannot make the request %j.', options => {
  expect(isPlayable('/events', options)).toBe(false)
})
