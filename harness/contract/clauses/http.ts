import type { Clause } from '../clause.ts'

/** The gateway as an HTTP server: requests of any client, malformed ones included. */
export const httpClauses = {
  'http/other-methods-open-nothing': {
    level: 'MUST',
    sentence:
      'A request for a stream path with a method other than GET opens no stream and makes no callback.',
    source: 'gateway README (9ff47e4), "SSE Endpoint"; rule 5',
  },
  'http/refusals-are-json': {
    level: 'SHOULD',
    sentence: "A request that the gateway does not support is refused with JSON in the edition's form.",
    source: 'rule 5',
  },
  'http/head-answered': {
    level: 'SHOULD',
    sentence: 'A HEAD request ends, and a connect callback made for it is followed by a disconnect callback.',
    source: 'RFC 9110, "HEAD"; rule 3',
  },
  'http/own-paths-not-announced': {
    level: 'MUST',
    sentence: "Requests for the gateway's own endpoints cause no connect callback.",
    source: 'gateway README (9ff47e4), "Health Endpoints" and "Send/Close Endpoint"',
  },
  'http/similar-paths-are-streams': {
    level: 'MUST',
    sentence: "A path that only resembles one of the gateway's own endpoints is a stream path.",
    source: 'gateway README (9ff47e4), "SSE Endpoint" ("any path")',
  },
  'http/stalled-client-isolated': {
    level: 'MUST',
    sentence: 'A client that stops reading delays neither other streams nor the backend.',
    source: 'rule 4',
  },
  'http/invalid-requests-isolated': {
    level: 'MUST',
    sentence: 'Bytes that are not an HTTP request are refused or cut off, and affect no stream.',
    source: 'rule 4; RFC 9112, "Message Parsing"',
  },
  'http/connection-close-honoured': {
    level: 'SHOULD',
    sentence: 'After the answer to a request with `Connection: close`, the gateway closes the connection.',
    source: 'RFC 9112, "Tear-down"',
  },
} as const satisfies Record<string, Clause>

/** Pages of other origins, where the gateway answers them. */
export const corsClauses = {
  'cors/streams-allowed': {
    level: 'MUST',
    sentence: 'A page of any origin can read a stream.',
    source: 'contract, "Editions"; WHATWG Fetch, "CORS protocol"',
    requires: { crossOrigin: true },
  },
  'cors/preflight-answered': {
    level: 'MUST',
    sentence: 'A preflight request from any origin is granted, and causes no connect callback.',
    source: 'contract, "Editions"; WHATWG Fetch, "CORS-preflight request"',
    requires: { crossOrigin: true },
  },
  'cors/refusals-allowed': {
    level: 'SHOULD',
    sentence: 'A page of any origin can read the status with which its stream was refused.',
    source: 'WHATWG Fetch, "CORS protocol"; rule 5',
    requires: { crossOrigin: true },
  },
} as const satisfies Record<string, Clause>
