export {
  describeEvent,
  describeEventWithData,
  eventLine,
  printable,
  quoted,
  redact,
} from '../redaction/printable.ts'
export { isSecretName, keepSecret, secretsIn } from '../redaction/secrets.ts'
export { evidenceOf } from '../timeline/format/evidence.ts'
export { describeLaterFences } from '../timeline/format/fences.ts'
export { LiveFormatter } from '../timeline/format/live-formatter.ts'
export { SENT_ELSEWHERE, sameCauseAs } from './ambiguity.ts'
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
export { traceConnect, traceRefusal } from './trace/connect.ts'
export { traceEvents } from './trace/event.ts'
export {
  isClosedByAnswer,
  isSentEvent,
  isWhileOpening,
  productionsOf,
} from './trace/event-sources.ts'
export { traceConnectAnswer } from './trace/invalid-connect-response.ts'
export { isReadySignal, READY_EVENT_EXPLANATION } from './trace/other-edition.ts'
export { findSendFlaw } from './trace/refusable-send.ts'
export { refusedAsTooLarge } from './trace/size-limit.ts'
export { neverSentReason } from './trace/skipped-send.ts'
export type { Party, Verdict } from './verdict.ts'
export {
  backendFault,
  type DetailsOf,
  frontendFault,
  gatewayFault,
  type ViolationDetails,
  ViolationError,
} from './violation.ts'
