export { type HttpRequest, type HttpResponse, sendRequest } from '../wire/http-request.ts'
export { gitCommit } from './git-commit.ts'
export type { Health } from './health.ts'
export { httpOrigin } from './http-origin.ts'
export { LAST_LINES, lastLinesOf, withLastLines, withOutputTail } from './output-tail.ts'
export { fillPlaceholders } from './placeholders.ts'
export { type Readiness, waitUntilReady } from './readiness.ts'
export {
  isPortTaken,
  PORTS_TRIED,
  PortTakenError,
  type ProgramHooks,
  type Service,
  type ServiceOptions,
  startProgram,
  startService,
  useRunningService,
} from './start-service.ts'
export type { TargetWording } from './target-wording.ts'
