export { isBrokenEnvelope } from './alteration.ts'
export type { BackendCondition } from './backend-condition.ts'
export { diagnose, scenarioFailed } from './diagnose.ts'
export { brokenOnTheWay, isForWantOfSends, SENDS_ELSEWHERE, sameCauseAs, sentAstray } from './doubt.ts'
export { evidenceOf, lastOutput } from './evidence.ts'
export { sinceThen } from './fences.ts'
export { type FindingId, titleOf } from './findings/index.ts'
export { flawOfSend } from './flawed-send.ts'
export { followClose } from './follow-close.ts'
export { followConnect, followRefusal } from './follow-connect.ts'
export { followEvents } from './follow-event.ts'
export type { ForeignGateway, GatewayCondition } from './gateway-condition.ts'
export { LiveTelling } from './live-telling.ts'
export { isReadySignal, READY_TOLD } from './of-another-edition.ts'
export type { Party, Verdict } from './party.ts'
export { describe, eventLine, named, printable, quoted, redact } from './printable.ts'
export {
  isClosedByAnswer,
  isSentEvent,
  isWhileOpening,
  productionsOf,
  type SendExchange,
  sendsTo,
  streamOf,
} from './production.ts'
export { isSecretName, keepSecret, secretsIn } from './secrets.ts'
export { refusedAsTooLarge } from './too-large.ts'
export { untried } from './untried.ts'
export { verdictOf } from './verdict.ts'
export { type DetailsOf, Violation, type ViolationDetails } from './violation.ts'
export { ACCEPTED, type DueAnswer, wrongConnectAnswer } from './wrong-connect-answer.ts'
