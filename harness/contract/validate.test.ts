import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { PAYLOAD_NAMES, PAYLOADS } from './schemas/index.ts'
import { problemIn, problemInCallback } from './validate.ts'
import { hasWording } from './validation-message.ts'

const TOKEN = '550e8400-e29b-41d4-a716-446655440000'
const CALLBACK = { action: 'connect', token: TOKEN, request: { url: '/', headers: { accept: '*/*' } } }

const ajv = new Ajv2020({ strict: false, formats: {} })

const WRONG_VALUES: readonly unknown[] = [null, true, -1.5, '', 'something else', [], [1], {}]

/** Every value that comes of leaving out or replacing one part of `value`. */
function mutations(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [...WRONG_VALUES]
  const parts = Object.entries(value).flatMap(([key, part]) => [
    without(value, key),
    ...mutations(part).map(mutated => withPart(value, key, mutated)),
  ])
  return [...parts, ...WRONG_VALUES]
}

function without(value: object, key: string): unknown {
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1)
  return Object.fromEntries(Object.entries(value).filter(([other]) => other !== key))
}

function withPart(value: object, key: string, part: unknown): unknown {
  return Array.isArray(value) ? value.with(Number(key), part) : { ...value, [key]: part }
}

describe.each(PAYLOAD_NAMES)('%s', name => {
  const { schema } = PAYLOADS[name]
  const examples = (schema.examples ?? []) as readonly Record<string, unknown>[]

  test('Its examples conform, and one that has grown does too.', () => {
    expect(examples).not.toEqual([])
    for (const example of examples) {
      expect(problemIn(name, example)).toBeUndefined()
      expect(problemIn(name, { ...example, 'x-new': [1] })).toBeUndefined()
    }
  })

  test('Without a field that it requires it does not conform, and the phrase names the field.', () => {
    for (const field of schema.required ?? []) {
      expect(problemIn(name, without(examples[0] ?? {}, field))).toBe(`${field} is missing`)
    }
  })

  test('It does not conform with a field of a wrong type, and the phrase names the field.', () => {
    for (const [field, keywords] of Object.entries(schema.properties ?? {})) {
      if (!['type', 'const', 'enum'].some(keyword => Object.hasOwn(Object(keywords), keyword))) continue
      const phrase = problemIn(name, { ...examples[0], [field]: -1.5 })
      expect(phrase).toMatch(new RegExp(`^${field} is -1.5; expected `))
    }
  })

  test('It is an object.', () => {
    for (const value of [null, 1, 'text', true, []])
      expect(problemIn(name, value)).toMatch(/expected an object$/)
  })

  test('Another validator finds the same of every mutation, and each phrase is one line of words.', () => {
    const conforms = ajv.compile(schema as AnySchemaObject)
    for (const mutation of examples.flatMap(mutations)) {
      const phrase = problemIn(name, mutation)
      expect(phrase === undefined, JSON.stringify(mutation)).toBe(conforms(mutation))
      if (phrase !== undefined) expect(phrase).toMatch(/^\S.* (is missing|is empty|is .+; expected .+)$/)
    }
  })
})

test('There are words for every keyword that a schema of the contract may fail by.', () => {
  const silent = ['properties', 'additionalProperties', 'items']
  const annotations = ['title', 'description', 'examples']
  for (const keyword of PAYLOAD_NAMES.flatMap(name => keywordsOf(PAYLOADS[name].schema))) {
    expect(hasWording(keyword) || silent.includes(keyword) || annotations.includes(keyword), keyword).toBe(
      true,
    )
  }
})

function keywordsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, additionalProperties, items } = schema as Record<string, unknown>
  const below = [...Object.values(properties as object), additionalProperties, items]
  return [...Object.keys(schema), ...below.flatMap(keywordsOf)]
}

test.each([
  [{ ...CALLBACK, request: { headers: {} } }, 'request.url is missing'],
  [{ ...CALLBACK, request: { url: '', headers: {} } }, 'request.url is empty'],
  [
    { ...CALLBACK, action: 'disconnect', reason: 'gone' },
    'reason is "gone"; expected client_closed, server_closed or error',
  ],
  [{ ...CALLBACK, action: 'leave' }, 'action is "leave"; expected connect or disconnect'],
  [{}, 'action is missing'],
  [[CALLBACK], 'the callback is a list; expected an object'],
  [undefined, 'the callback is missing'],
  [withHeaders({ 'x-tag': ['a', 1] }), 'request.headers.x-tag[1] is 1; expected a string'],
  [withHeaders({ 'a/b ~1%"': null }), 'request.headers["a/b ~1%\\""] is null; expected a string or a list'],
])('Of the callback %j it is said: %s.', (callback, phrase) => {
  expect(problemInCallback(callback)).toBe(phrase)
})

function withHeaders(headers: Readonly<Record<string, unknown>>): unknown {
  return { ...CALLBACK, request: { url: '/', headers } }
}

test('A callback of either action conforms.', () => {
  expect(problemInCallback(CALLBACK)).toBeUndefined()
  expect(problemInCallback({ ...CALLBACK, action: 'disconnect', reason: 'error' })).toBeUndefined()
})

test.each([
  [
    'task-start',
    { task_type: 'demo_task', params: { steps: 1.5 } },
    'params.steps is 1.5; expected a whole number',
  ],
  ['task-start', { task_type: 'demo_task', params: { steps: -1 } }, 'params.steps is -1; expected 0 or more'],
  ['send-command', { token: TOKEN, close: 'yes' }, 'close is "yes"; expected true or false'],
  ['task-not-found', { error: 'No', task_id: '1' }, 'error is "No"; expected "Task not found"'],
  ['error-object', { error: 'No' }, 'error is "No"; expected an object'],
] as const)('Of the %s %j it is said: %s.', (name, value, phrase) => {
  expect(problemIn(name, value)).toBe(phrase)
})

test('What a stranger wrote is escaped and cut, in values and in names.', () => {
  const nasty = `\u001b[31m"\n${'x'.repeat(10_000)}`
  const ofValue = problemIn('send-answer', { status: nasty })
  const ofName = problemInCallback(withHeaders({ [nasty]: 1 }))
  for (const phrase of [ofValue, ofName]) {
    expect(phrase).toContain('\\u001b[31m\\"\\n')
    expect(phrase).not.toMatch(/\p{Cc}/u)
    expect(phrase?.length).toBeLessThan(150)
  }
})

test('A character is never cut in half.', () => {
  expect(problemIn('send-answer', { status: `x${'😀'.repeat(60)}` })?.isWellFormed()).toBe(true)
})

test('A name that no URI could hold is a problem, not a failure of the harness.', () => {
  expect(problemInCallback(withHeaders({ '\ud800': 'x' }))).toBe(
    'the connect callback holds a name that is not well-formed Unicode',
  )
})

test('Names that objects inherit are names like any other.', () => {
  const headers = JSON.parse('{"__proto__":3,"constructor":"x"}')
  expect(problemInCallback(withHeaders(headers))).toBe(
    'request.headers.__proto__ is 3; expected a string or a list',
  )
  expect(problemIn('send-command', { token: TOKEN, event: Object.create({ data: 'x' }) })).toBe(
    'event.data is missing',
  )
})

test('Looking at payloads leaves the schemas as they were.', () => {
  const before = structuredClone(PAYLOADS['send-command'].schema)
  problemIn('send-command', {})
  expect(Object.getOwnPropertyNames(PAYLOADS['send-command'].schema)).toEqual(
    Object.getOwnPropertyNames(before),
  )
})
