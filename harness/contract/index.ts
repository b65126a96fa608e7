export {
  areaOf,
  type BackendClauseId,
  CLAUSE_IDS,
  CLAUSES,
  type ClauseId,
  clausesOf,
  type DeploymentClauseId,
  editionsOf,
  type FrontendClauseId,
  GATEWAY_CLAUSE_IDS,
  isAbout,
  isAboutBackend,
  isAboutDeployment,
  isAboutFrontend,
  isClauseId,
  type Setting,
  type Subject,
} from './catalogue.ts'
export type { Level } from './clause.ts'
export {
  type Capabilities,
  capabilitiesOf,
  DEFAULT_EDITION,
  EDITIONS,
  type Edition,
  isEdition,
  REJECTED_STATUSES,
} from './editions/index.ts'
export { isJson, isSomeJson } from './media-type.ts'
export type {
  Callback,
  ConnectAnswer,
  ConnectCallback,
  DisconnectCallback,
  DisconnectReason,
  SendCommand,
  SentEvent,
  VersionAnnounced,
} from './payloads.ts'
export { newNameOf, RENAMED, renamedClause, renamedFault } from './renamed.ts'
export {
  type PayloadName,
  type PayloadSchema,
  payloadOfEvent,
} from './schemas/index.ts'
export { ALL_SURROUNDINGS, type Surroundings } from './surroundings.ts'
export { isFieldMissing, problemIn, problemInCallback, problemUnder } from './validate.ts'
