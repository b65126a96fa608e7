import type { Outcome } from '../../scenario/outcome.ts'
import { withoutStreams } from '../first-stream.ts'
import type { Visit } from '../visit.ts'

/** A gateway answers, and its backend answers it: only then does a stream open. */
export function checkGateway(visit: Visit): Promise<Outcome | undefined> {
  return withoutStreams(visit, 'deployment/gateway-in-service')
}
