import type { Clause } from '../clause.ts'

const FRONT = { front: true } as const

/** The reverse proxy in front of a gateway, where a run has one. */
export const frontClauses = {
  'front/event-delivered-at-once': {
    level: 'MUST',
    sentence: 'An event that the gateway writes reaches the client before the gateway writes anything more.',
    source: 'gateway README (9ff47e4), "Design Principles"; nginx, "proxy_buffering"',
    requires: FRONT,
  },
  'front/stream-not-compressed': {
    level: 'MUST',
    sentence: 'A client that accepts compression gets its stream as the gateway writes it, uncompressed.',
    source: 'clause connect/response-headers; nginx, "gzip"',
    requires: FRONT,
  },
  'front/silent-stream-stays-open': {
    level: 'MUST',
    sentence: 'A stream that carries nothing but heartbeats at the default interval of 15 s stays open.',
    source: 'gateway README (9ff47e4), "Configuration"; nginx, "proxy_read_timeout"',
    requires: FRONT,
    timed: true,
  },
  'front/client-leave-forwarded': {
    level: 'MUST',
    sentence: "The end of a client's connection ends that to the gateway, and the backend hears of it.",
    source: 'rule 3; nginx, "proxy_ignore_client_abort"',
    requires: FRONT,
  },
  'front/close-forwarded': {
    level: 'MUST',
    sentence: 'A close of the backend ends the stream of the client, cleanly and after its last event.',
    source: 'gateway README (9ff47e4), "Send/Close Endpoint"',
    requires: FRONT,
  },
  'front/request-target-unchanged': {
    level: 'MUST',
    sentence:
      'The request target reaches the gateway byte for byte: escapes, repeated slashes, dots and query.',
    source: 'clause connect/callback-raw-url; nginx, "proxy_pass"',
    requires: FRONT,
  },
  'front/request-headers-unchanged': {
    level: 'MUST',
    sentence: 'Every header of the client reaches the gateway, Host included.',
    source: 'clause connect/callback-headers; nginx, "underscores_in_headers"',
    requires: FRONT,
  },
  'front/forwarded-headers-added': {
    level: 'SHOULD',
    sentence: 'X-Forwarded-For, -Proto and -Host tell the gateway who asks, and how.',
    source: 'convention of reverse proxies; nginx, "proxy_add_x_forwarded_for"',
    requires: FRONT,
  },
  'front/internal-not-served': {
    level: 'MUST',
    sentence: 'A send from outside reaches no gateway, however its path is spelt.',
    source: 'contract, "Payloads": only the backend sends',
    requires: FRONT,
  },
  'front/health-not-served': {
    level: 'MUST',
    sentence: "The gateway's health is not answered outside, however its path is spelt.",
    source: 'gateway README (9ff47e4), "Health Endpoints": what an orchestrator asks',
    requires: FRONT,
  },
  'front/http-1-1-upstream': {
    level: 'MUST',
    sentence: 'The gateway is asked in HTTP/1.1: in HTTP/1.0, a stream that broke looks like one that ended.',
    source: 'RFC 9112, "Message Body Length"; nginx, "proxy_http_version"',
    requires: FRONT,
  },
  'front/many-streams-of-one-client': {
    level: 'MUST',
    sentence: 'Seven streams of one client address are open at once, and each gets its events.',
    source:
      'WHATWG HTML, "Authoring notes" of server-sent events: browsers limit connections, proxies need not',
    requires: FRONT,
  },
  'front/reload-keeps-streams': {
    level: 'MUST',
    sentence: 'When the proxy reads its configuration again, open streams stay open and get their events.',
    source: 'rule 4; nginx, "worker_shutdown_timeout"',
    requires: FRONT,
  },
} as const satisfies Record<string, Clause>
