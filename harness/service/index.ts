export { connectionBroke, exchange, type Question, type Reply } from '../wire/http-request.ts'
export { commitOf } from './git-commit.ts'
export type { Health } from './health.ts'
export { httpOrigin } from './http-origin.ts'
export { LAST_LINES, lastLinesOf, quotedBehind, withLastLines } from './output-tail.ts'
export { filled } from './placeholders.ts'
export { type Readiness, waitUntilReady } from './readiness.ts'
export {
  type CommandLine,
  isPortTaken,
  joinService,
  PORTS_TRIED,
  type Service,
  type ServiceOptions,
  startProgram,
  startService,
} from './start-service.ts'
