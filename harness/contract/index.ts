export {
  areaOf,
  CLAUSE_IDS,
  CLAUSES,
  type ClauseId,
  clausesOf,
  editionsOf,
  isAbout,
  isClauseId,
} from './catalogue.ts'
export type { Clause, Level } from './clause.ts'
export {
  type Capabilities,
  capabilitiesOf,
  DEFAULT_EDITION,
  EDITION_DESCRIPTIONS,
  EDITIONS,
  type Edition,
  type EditionDescription,
  isEdition,
  REJECTED_STATUSES,
} from './edition.ts'
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
