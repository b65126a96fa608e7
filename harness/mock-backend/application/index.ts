export {
  type Answer,
  BackendApplication,
  type BackendApplicationOptions,
  CONNECTION_OPEN,
} from './backend-application.ts'
export { type Connection, ConnectionRegistry } from './connection-registry.ts'
export { faulty, injectBackendFaults } from './faults.ts'
export type { GatewayClient, SendOutcome } from './gateway-client.ts'
export { type BackendHandlersOptions, backendHandlers } from './handlers.ts'
export type { GatewayMetrics } from './metrics.ts'
export type { RunParameters } from './run-task.ts'
export type { Delivery, Task, TaskEvent, TaskEventType, TaskStatus, TaskSummary, TaskType } from './task.ts'
export type { TaskService } from './task-service.ts'
export type { Announcement, VersionEvent, VersionService } from './version-service.ts'
