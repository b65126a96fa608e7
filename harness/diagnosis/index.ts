export { describe, eventLine, named, printable, quoted, redact } from '../redaction/printable.ts'
export { isSecretName, keepSecret, secretsIn } from '../redaction/secrets.ts'
export { evidenceOf } from '../timeline/format/evidence.ts'
export { sinceThen } from '../timeline/format/fences.ts'
export { LiveFormatter } from '../timeline/format/live-formatter.ts'
export { SENDS_ELSEWHERE, sameCauseAs } from './ambiguity.ts'
export type { BackendStatus } from './backend-status.ts'
export { diagnose } from './diagnose.ts'
export {
  type BackendFacts,
  CLOSE_OF_REPLACED,
  diagnoseBackend,
  NEVER_CLOSED,
  NothingSentError,
} from './diagnose-backend.ts'
export { type FindingId, titleOf } from './findings/index.ts'
export type { ExternalGateway, GatewayStatus } from './gateway-status.ts'
export { verdictOf } from './to-verdict.ts'
export { isBrokenEnvelope } from './trace/altered-event.ts'
export { traceClose } from './trace/close.ts'
export { followRefusal, traceConnect } from './trace/connect.ts'
export { followEvents } from './trace/event.ts'
export {
  isClosedByAnswer,
  isSentEvent,
  isWhileOpening,
  productionsOf,
  type SendExchange,
  sendsTo,
  streamOf,
} from './trace/event-sources.ts'
export { wrongConnectAnswer } from './trace/invalid-connect-response.ts'
export { isReadySignal, READY_TOLD } from './trace/other-edition.ts'
export { flawOfSend } from './trace/refusable-send.ts'
export { refusedAsTooLarge } from './trace/size-limit.ts'
export { neverSentReason } from './trace/skipped-send.ts'
export type { Party, Verdict } from './verdict.ts'
export { type DetailsOf, type ViolationDetails, ViolationError } from './violation.ts'
