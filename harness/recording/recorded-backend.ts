import type { BackendStatus } from '../diagnosis/index.ts'
import type { RecordedBackend } from './recording.ts'

/** A backend with the answers of the recorded one. */
export function backendAsRecorded({
  ended,
  health,
  findsGateway,
  sends,
  ...facts
}: RecordedBackend): BackendStatus {
  return {
    ...facts,
    ended,
    health: async () => health,
    // Earlier files do not tell a send from another request.
    sends: async () => sends ?? findsGateway === true,
    findsGateway: async () => findsGateway,
  }
}
