import { expect, test } from 'vitest'
import { printable, redact } from './printable.ts'
import { keepSecret, secretsIn } from './secrets.ts'

test('Remove a known secret in every form.', () => {
  keepSecret('hunter2 & "co"')
  expect(printable('the secret is hunter2 & "co".')).toBe('the secret is [redacted].')
  expect(printable(`?key=${encodeURIComponent('hunter2 & "co"')}`)).toBe('?key=[redacted]')
  expect(printable(JSON.stringify({ told: 'hunter2 & "co"' }))).toBe('{"told":"[redacted]"}')
})

test('Keep words that only begin or end like a secret.', () => {
  keepSecret('test-word')
  expect(printable('test-words, retest-word and test-word')).toBe('test-words, retest-word and [redacted]')
})

test('Keep values that are too short for a secret.', () => {
  keepSecret('a', 'is')
  expect(printable('this is a sentence')).toBe('this is a sentence')
})

test('Take the values of variables with secret names as secrets.', () => {
  const environment = {
    SSE_CALLBACK_SECRET: 'one',
    DB_PASSWORD: 'two',
    API_KEY: 'three',
    PORT: '4',
    KEYBOARD: 'de',
  }
  expect(secretsIn(environment)).toEqual(['one', 'two', 'three'])
})

test.each([
  ['behind an escape', 'keys:\\nhunter2hunter2'],
  ['behind what a URL encodes', 'token%3Dhunter2hunter2'],
  ['inside of a word', 'API_hunter2hunter2_KEY'],
  ['a short one behind an escape', 'keys:\\nhush7 and more'],
  ['a short one behind what a URL encodes', 'token%3Dhush7'],
])('Remove a secret %s.', (_where, text) => {
  keepSecret('hunter2hunter2', 'hush7')
  expect(redact(text)).toMatch(/\[redacted\]/)
  expect(redact(text)).not.toMatch(/hunter2|hush7/)
})

test('Keep a short secret inside another word.', () => {
  keepSecret('hush7')
  expect(redact('hush77 shush7')).toBe('hush77 shush7')
})
