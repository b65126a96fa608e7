export { areaOf, CLAUSE_IDS, CLAUSES, type ClauseId, clausesOf, isClauseId } from './catalogue.ts'
export type { Clause, Level } from './clause.ts'
export { DEFAULT_EDITION, EDITIONS, type Edition, PLANNED_EDITIONS } from './edition.ts'
export type {
  Callback,
  ConnectAnswer,
  ConnectCallback,
  DisconnectCallback,
  DisconnectReason,
  ForwardedHeaders,
  ForwardedRequest,
  SendCommand,
  SentEvent,
} from './payloads.ts'
