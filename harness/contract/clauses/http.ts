import type { Clause } from '../clause.ts'

/** The gateway as an HTTP server, towards whoever comes along. */
export const httpClauses = {
  'http/other-methods-open-nothing': {
    level: 'MUST',
    sentence: 'A request for a stream path by another method than GET opens no stream and asks no backend.',
    source: 'gateway README (9ff47e4), "SSE Endpoint"; rule 5',
  },
  'http/refusals-are-json': {
    level: 'SHOULD',
    sentence: "A request that the gateway has no use for is refused as JSON in the edition's form.",
    source: 'rule 5',
  },
  'http/head-answered': {
    level: 'SHOULD',
    sentence: 'A HEAD request ends, and a stream that it announced is reported as disconnected.',
    source: 'RFC 9110, "HEAD"; rule 3',
  },
  'http/own-paths-not-announced': {
    level: 'MUST',
    sentence: "Requests for the gateway's own endpoints are never announced to the backend.",
    source: 'gateway README (9ff47e4), "Health Endpoints" and "Send/Close Endpoint"',
  },
  'http/similar-paths-are-streams': {
    level: 'MUST',
    sentence: "A path that only resembles one of the gateway's own is a stream path like any other.",
    source: 'gateway README (9ff47e4), "SSE Endpoint" ("any path")',
  },
  'http/stalled-client-isolated': {
    level: 'MUST',
    sentence: 'A client that stops reading holds up neither other streams nor the backend.',
    source: 'rule 4',
  },
  'http/invalid-requests-isolated': {
    level: 'MUST',
    sentence: 'What is no HTTP request is refused or cut off, and harms no stream.',
    source: 'rule 4; RFC 9112, "Message Parsing"',
  },
  'http/connection-close-honoured': {
    level: 'SHOULD',
    sentence: 'A connection whose client asks for `Connection: close` is closed behind the answer.',
    source: 'RFC 9112, "Tear-down"',
  },
} as const satisfies Record<string, Clause>

/** Pages of other origins, where the gateway answers them. */
export const corsClauses = {
  'cors/streams-allowed': {
    level: 'MUST',
    sentence: 'A stream may be read by a page of any origin.',
    source: 'contract, "Editions"; WHATWG Fetch, "CORS protocol"',
    requires: { crossOrigin: true },
  },
  'cors/preflight-answered': {
    level: 'MUST',
    sentence: 'A preflight request of any origin is granted, and not announced to the backend.',
    source: 'contract, "Editions"; WHATWG Fetch, "CORS-preflight request"',
    requires: { crossOrigin: true },
  },
  'cors/refusals-allowed': {
    level: 'SHOULD',
    sentence: 'A page of any origin may learn with which status its stream was refused.',
    source: 'WHATWG Fetch, "CORS protocol"; rule 5',
    requires: { crossOrigin: true },
  },
} as const satisfies Record<string, Clause>
