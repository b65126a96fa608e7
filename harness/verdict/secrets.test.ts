import { expect, test } from 'vitest'
import { printable } from './printable.ts'
import { keepSecret, secretsIn } from './secrets.ts'

test('A secret is not shown once it is known, in whatever sentence or form it stands.', () => {
  keepSecret('hunter2 & "co"')
  expect(printable('the secret is hunter2 & "co".')).toBe('the secret is [redacted].')
  expect(printable(`?key=${encodeURIComponent('hunter2 & "co"')}`)).toBe('?key=[redacted]')
  expect(printable(JSON.stringify({ told: 'hunter2 & "co"' }))).toBe('{"told":"[redacted]"}')
})

test('It is a word of its own: what only begins or ends like it is shown.', () => {
  keepSecret('test-word')
  expect(printable('test-words, retest-word and test-word')).toBe('test-words, retest-word and [redacted]')
})

test('What is too short to be a secret hides nothing.', () => {
  keepSecret('a', 'is')
  expect(printable('this is a sentence')).toBe('this is a sentence')
})

test('The values of variables are secrets whose names say so.', () => {
  const environment = {
    SSE_CALLBACK_SECRET: 'one',
    DB_PASSWORD: 'two',
    API_KEY: 'three',
    PORT: '4',
    KEYBOARD: 'de',
  }
  expect(secretsIn(environment)).toEqual(['one', 'two', 'three'])
})
