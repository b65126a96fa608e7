import type { BackendStatus } from '../diagnosis/index.ts'
import type { RecordedBackend } from './recording.ts'

/** A backend with the answers of the recorded one. */
export function backendAsRecorded(then: RecordedBackend | undefined): BackendStatus | undefined {
  if (then === undefined) return undefined
  const { ended, health, findsGateway, sends, ...facts } = then
  return {
    ...facts,
    ended,
    health: async () => health,
    // Earlier files do not tell a send from another request.
    sends: async () => sends ?? findsGateway === true,
    findsGateway: async () => findsGateway,
  }
}
