import type { ClauseId } from '../contract/index.ts'

/** They run with every fault of a gateway, the network or the configuration. */
export const SMOKE_CLAUSES: readonly ClauseId[] = [
  'connect/opens-after-accept',
  'connect/response-event-forwarded',
  'connect/refusal-status',
  'send/named-event',
  'send/in-order',
  'send/event-then-close',
  'send/unknown-token-refused',
  'send/streams-isolated',
  'send/during-connect-kept',
  'stream/any-text-safe',
  'disconnect/client-close-reported',
  'disconnect/server-close-reported',
  'replace/new-stream-receives',
  'task/completion-ends-stream',
  'version/queued-then-delivered',
  'http/similar-paths-are-streams',
  'health/ready',
]
