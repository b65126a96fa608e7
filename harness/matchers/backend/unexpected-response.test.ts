import { expect, test } from 'vitest'
import { wrongStatusFinding } from './unexpected-response.ts'

test.each([
  [200, 'wrong-secret-accepted'],
  [400, 'secret-checked-late'],
  [403, 'refusal-wrong-status'],
  [404, 'refusal-wrong-status'],
  [500, 'invalid-callback-fails'],
])('A callback in form with a wrong secret that is answered %i: %s.', (status, what) => {
  expect(wrongStatusFinding(401, status)).toBe(what)
})

test.each([
  [302, 'refusal-wrong-status'],
  [400, 'secret-checked-late'],
  [403, 'refusal-wrong-status'],
  [404, 'secret-checked-late'],
  [422, 'secret-checked-late'],
])('A wrong body with a wrong secret that is answered %i: %s.', (status, what) => {
  expect(wrongStatusFinding(401, status, 'secret-checked-late')).toBe(what)
})

test('A wrong callback that is answered another status than 400.', () => {
  expect(wrongStatusFinding(400, 200)).toBe('invalid-callback-accepted')
  expect(wrongStatusFinding(400, 200, 'unknown-action-accepted')).toBe('unknown-action-accepted')
  expect(wrongStatusFinding(400, 404)).toBe('refusal-wrong-status')
})
