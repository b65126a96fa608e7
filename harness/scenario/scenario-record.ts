import type { Capabilities, DisconnectCallback } from '../contract/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { StreamView } from '../wire/sse-client/index.ts'

/** How the backend under test is run. */
export interface BackendMode {
  /** Whether this program has set its secret. */
  readonly hasOurSecret: boolean
  /** Whether this program starts it outside production. */
  readonly isOutsideProduction: boolean
}

/** The record of a scenario and the addresses of its parties, for its judgement. */
export interface ScenarioRecord {
  readonly timeline: Timeline
  readonly gatewayAddress: string
  /** Where clients found the gateway. */
  readonly clientAddress: string
  /** The gateway's, as stated. */
  readonly capabilities: Capabilities | undefined
  /** Whether the backend answered as the scenario scripted it. */
  readonly isScripted: boolean
  /** Where a backend is judged. */
  readonly backendMode?: BackendMode
}

/** The disconnect callbacks that belong to a stream, whatever token they carry. */
export function disconnectsOf(timeline: Timeline, stream: Pick<StreamView, 'number'>): DisconnectCallback[] {
  return timeline.exchanges.disconnects(stream.number).map(({ payload }) => payload as DisconnectCallback)
}

/** How the backend and a stream stand, as the beginning of a sentence. */
export function standingOf(timeline: Timeline, stream: Pick<StreamView, 'number' | 'isOpen'>): string {
  const answer = timeline.exchanges.connect(stream.number).response
  if (answer === undefined) return 'The backend had not answered the connect callback of the stream'
  if (answer.status >= 300) return 'The backend had refused the stream'
  return stream.isOpen ? 'The stream is open' : 'The backend had accepted the stream'
}
