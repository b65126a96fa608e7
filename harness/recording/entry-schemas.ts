import type { PayloadSchema } from '../contract/index.ts'
import type { Entry } from '../timeline/index.ts'

type Properties = Readonly<Record<string, PayloadSchema>>

const TEXT = { type: 'string' } as const
const NUMBER = { type: 'integer', minimum: 1 } as const
const STATUS = { type: 'integer', minimum: 0, maximum: 999 } as const
/** Base64. */
const BYTES = { type: 'string', contentEncoding: 'base64' } as const
const ANYTHING = {} as const
const NULLABLE_TEXT = { type: ['string', 'null'] } as const
const HEADERS = {
  type: 'object',
  additionalProperties: { type: ['string', 'array'], items: TEXT },
} as const
const EVENT = {
  type: 'object',
  required: ['event', 'data', 'lastEventId'],
  properties: { event: TEXT, data: TEXT, lastEventId: TEXT, enveloped: TEXT, signal: { const: true } },
} as const
const EXIT = { code: { type: ['integer', 'null'] }, signal: NULLABLE_TEXT } as const

/** The fields of each kind of entry as they are saved; those with a `?` may be left out. */
const FIELDS: Readonly<Record<Entry['kind'], Properties>> = {
  'stream-request': {
    stream: NUMBER,
    method: TEXT,
    url: TEXT,
    headers: HEADERS,
    'fence?': { const: true },
    'front?': { const: true },
  },
  'stream-response': { stream: NUMBER, status: STATUS, headers: HEADERS },
  'stream-bytes': { stream: NUMBER, bytes: BYTES },
  'stream-written': { stream: NUMBER, event: EVENT },
  'stream-event': { stream: NUMBER, event: EVENT },
  'stream-comment': { stream: NUMBER, text: TEXT },
  'stream-end': {
    stream: NUMBER,
    how: { enum: ['clean', 'reset', 'refused', 'closed-by-client', 'reset-by-client'] },
    'detail?': TEXT,
  },
  'callback-request': {
    call: NUMBER,
    'stream?': NUMBER,
    payload: {
      type: 'object',
      required: ['action', 'token'],
      properties: { action: { enum: ['connect', 'disconnect'] }, token: TEXT },
    },
    method: TEXT,
    target: TEXT,
    contentType: TEXT,
  },
  'callback-response': {
    call: NUMBER,
    status: STATUS,
    body: TEXT,
    'contentType?': TEXT,
    'unended?': { const: true },
    'brokenOff?': { const: true },
    'scripted?': { const: true },
    'headers?': HEADERS,
  },
  'callback-head': { call: NUMBER, status: STATUS },
  'backend-request': {
    method: TEXT,
    target: TEXT,
    'request?': NUMBER,
    'by?': { const: 'harness' },
    'body?': TEXT,
    'asked?': TEXT,
  },
  'backend-response': { request: NUMBER, 'status?': STATUS, headers: HEADERS, body: TEXT, 'failure?': TEXT },
  'callback-unanswered': {
    call: NUMBER,
    by: { enum: ['gateway', 'backend', 'network'] },
    'broke?': { const: true },
    why: TEXT,
    'bare?': TEXT,
  },
  'send-request': {
    send: NUMBER,
    method: TEXT,
    address: TEXT,
    // Whatever a scenario sends, however wrong.
    command: { type: ['object', 'array'] },
    raw: TEXT,
    'contentType?': TEXT,
    'sentAs?': TEXT,
    'headers?': HEADERS,
    'octets?': TEXT,
    'isSpecial?': { const: true },
    fence: { type: 'boolean' },
  },
  'send-response': { send: NUMBER, status: STATUS, body: TEXT, 'contentType?': TEXT },
  'send-failed': {
    send: NUMBER,
    reason: { enum: ['timeout', 'given-up', 'broken', 'not-tried', 'other'] },
    why: TEXT,
  },
  'front-request': { 'stream?': NUMBER, method: TEXT, target: TEXT, version: TEXT, headers: HEADERS },
  'front-response': { 'stream?': NUMBER, status: STATUS, headers: HEADERS },
  'front-bytes': { 'stream?': NUMBER, bytes: BYTES },
  'front-end': { 'stream?': NUMBER, by: { enum: ['front', 'gateway'] }, how: TEXT },
  'line-sent': { line: NUMBER, bytes: BYTES },
  'line-received': { line: NUMBER, bytes: BYTES },
  'line-ended': { line: NUMBER, how: { enum: ['closed', 'reset', 'refused'] } },
  log: { source: { enum: ['stdout', 'stderr', 'front'] }, text: TEXT, 'late?': { const: true } },
  'backend-log': { text: TEXT },
  'backend-exited': EXIT,
  hook: {
    target: TEXT,
    body: TEXT,
    answer: TEXT,
    isAnswered: { type: 'boolean' },
    'broke?': { const: true },
  },
  'gateway-exited': { ...EXIT, 'program?': TEXT, 'pid?': NUMBER },
  'gateway-shell-exited': { ...EXIT, program: TEXT, pid: NUMBER },
  'gateway-handled': {
    text: TEXT,
    'signal?': { enum: ['SIGTERM', 'SIGINT'] },
    'restarts?': { const: true },
    'launches?': { type: 'object', additionalProperties: NULLABLE_TEXT },
    'onTakenPort?': { const: true },
    'asked?': TEXT,
  },
  network: {
    edge: { enum: ['client', 'callback', 'send'] },
    breaks: { type: 'boolean' },
    'slows?': { const: true },
    'slowerMs?': { type: 'number' },
    text: TEXT,
  },
  'callback-held': {},
  'harness-stalled': { ms: { type: 'number' } },
  expectation: { matcher: TEXT, subject: ANYTHING, args: { type: 'array' } },
  note: {
    'by?': { const: 'backend' },
    text: TEXT,
    'isBare?': { const: true },
    'backend?': { enum: ['gone', 'back'] },
    'delayMs?': { type: 'number' },
  },
}

/** The saved form of each kind of entry. */
export const ENTRY_SCHEMAS: ReadonlyMap<string, PayloadSchema> = new Map(
  Object.entries(FIELDS).map(([kind, fields]) => [kind, schemaOf(kind, fields)]),
)

function schemaOf(kind: string, fields: Properties): PayloadSchema {
  const names = Object.keys(fields)
  return {
    title: `${kind} entry`,
    type: 'object',
    required: ['kind', 'at', ...names.filter(name => !name.endsWith('?'))],
    properties: {
      at: { type: 'number' },
      ...Object.fromEntries(names.map(name => [name.replace('?', ''), fields[name] ?? ANYTHING])),
    },
  }
}
