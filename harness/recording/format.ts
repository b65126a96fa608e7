import type { PayloadSchema } from '../contract/index.ts'

/** The first words of every saved timeline. */
export const FORMAT = 'saved timeline of an SSE gateway conformance scenario'

/** Rises when an older program could not read what this one writes. */
export const VERSION = 3

/** What is larger is neither written nor read: a scenario that is played by this program stays far below. */
export const MAX_BYTES = 40 * 1024 * 1024
export const MAX_ENTRIES = 100_000

const TEXT = { type: 'string' } as const
const FLAG = { type: 'boolean' } as const
const HEALTH = {
  type: 'object',
  required: ['answers', 'said'],
  properties: { answers: FLAG, said: TEXT },
} as const
const LINES = { type: 'array', items: TEXT } as const

/** The first line: what was played, on whom. */
export const HEAD = {
  title: 'head',
  type: 'object',
  required: [
    'clause',
    'capabilities',
    'target',
    'playedAt',
    'harness',
    'gatewayAddress',
    'clientAddress',
    'isScripted',
  ],
  properties: {
    clause: TEXT,
    variant: TEXT,
    capabilities: {
      type: 'object',
      required: [
        'appliesConnectAnswer',
        'eventForm',
        'errorForm',
        'signalsReady',
        'rejectsOnStream',
        'crossOrigin',
      ],
      properties: {
        appliesConnectAnswer: FLAG,
        eventForm: { enum: ['named', 'envelope'] },
        errorForm: { enum: ['text', 'object'] },
        signalsReady: FLAG,
        rejectsOnStream: FLAG,
        crossOrigin: FLAG,
      },
    },
    target: TEXT,
    backend: TEXT,
    playedAt: TEXT,
    harness: TEXT,
    gatewayAddress: TEXT,
    clientAddress: TEXT,
    isScripted: FLAG,
  },
} as const satisfies PayloadSchema

/** The last line: how it ended. A file without it is not whole. */
export const TAIL = {
  title: 'last line',
  type: 'object',
  required: ['end', 'entries'],
  properties: {
    end: { const: true },
    entries: { type: 'integer' },
    decisive: { type: 'integer', minimum: 0 },
    failure: {
      type: 'object',
      required: ['name'],
      properties: {
        name: { enum: ['Violation', 'WaitExpired', 'NotTestable', 'Error'] },
        message: TEXT,
        waitedFor: TEXT,
        limitMs: { type: 'number' },
        lastSeen: TEXT,
        eventLoopStalled: { const: true },
        details: {
          type: 'object',
          required: ['party', 'what', 'summary', 'streams'],
          properties: {
            party: {
              enum: [
                'gateway',
                'backend',
                'network',
                'harness',
                'configuration',
                'deployment',
                'frontend',
                'undecided',
              ],
            },
            between: {
              type: 'array',
              items: {
                enum: ['gateway', 'backend', 'network', 'harness', 'configuration', 'deployment', 'frontend'],
              },
            },
            what: TEXT,
            summary: TEXT,
            streams: { type: 'array', items: { type: 'integer' } },
            expected: TEXT,
          },
        },
      },
    },
    gatewayThen: {
      type: 'object',
      required: ['lastLines', 'health'],
      properties: {
        ended: TEXT,
        lastLines: LINES,
        health: HEALTH,
        blockedOn: { enum: ['stdout', 'stderr'] },
        foreign: {
          type: 'object',
          required: ['address', 'callbackAddress', 'hasCalledBack'],
          properties: { address: TEXT, callbackAddress: TEXT, hasCalledBack: FLAG },
        },
      },
    },
    backendThen: {
      type: 'object',
      required: ['name', 'lastLines', 'address', 'sendAddress', 'isToldSendAddress', 'health'],
      properties: {
        name: TEXT,
        ended: TEXT,
        lastLines: LINES,
        address: TEXT,
        sendAddress: TEXT,
        isToldSendAddress: FLAG,
        health: HEALTH,
        sends: FLAG,
        findsGateway: FLAG,
        lacksSends: FLAG,
      },
    },
  },
} as const satisfies PayloadSchema

/** What a failure of each name has to tell. */
export const TOLD_OF_FAILURES: Readonly<Record<string, readonly string[]>> = {
  Violation: ['details'],
  WaitExpired: ['waitedFor', 'limitMs', 'lastSeen'],
  NotTestable: ['message'],
  Error: ['message'],
}
