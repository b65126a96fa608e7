export { FirstSend } from '../wire/first-send.ts'

export { CallbackRecorder } from '../wire/recorders/callback-recorder.ts'
export { proxiedCallbacks } from '../wire/recorders/proxied-callbacks.ts'
export { proxiedSends } from '../wire/recorders/proxied-sends.ts'
export { recordedSend, type SendResult } from '../wire/recorders/recorded-send.ts'
export { SendClient } from '../wire/recorders/send-client.ts'
export type { AnnouncedVersion, BackendDriver, StartedTask, TaskParameters } from './backend-driver.ts'

export { Barrier } from './barrier.ts'
export { MockBackend } from './mock-backend.ts'
export { FENCE_PATH, MockBackendEndpoint } from './mock-backend-endpoint.ts'
export { keepToContract } from './scripted-response.ts'
