import type { SendCommand } from '../contract/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { NotTestableError } from '../util/errors.ts'
import type { SendResult } from '../wire/recorders/recorded-send.ts'

/** A task that runs by itself. */
export interface StartedTask {
  readonly task_id: string
  /** The request target a client follows it at. */
  readonly stream_url: string
}

/** How a task runs. */
export interface TaskParameters {
  /** How many progress updates a demo task makes. */
  readonly steps?: number
  /** Seconds before each step; with 0 it has ended, or soon ends, before its client comes. */
  readonly delay?: number
}

/** What became of an announcement: it went to the client's stream, or waits for the client. */
export interface AnnouncedVersion {
  readonly delivered: boolean
  readonly status: string
}

/** What a scenario can do with any backend, the mock one or a real one: what its test hooks offer. */
export interface BackendDriver {
  readonly timeline: Timeline
  /** Set once a test hook was asked for that the backend does not have: nothing that follows is judged. */
  readonly missingHook?: NotTestableError | undefined
  /** Has accepted connects answered with `connection_open`; a real backend does so anyway. */
  sendConnectionOpen(): void
  /** `POST /api/testing/tasks/start`. @throws NotTestableError when the backend has no such hook */
  startTask(type: 'demo_task' | 'failing_task', parameters?: TaskParameters): Promise<StartedTask>
  /** `POST /api/testing/deployments/version`. @throws NotTestableError when the backend has no such hook */
  announceVersion(requestId: string, version: string, changelog?: string): Promise<AnnouncedVersion>
  /** Whether it may still send something without being asked to. */
  readonly isBusy: boolean
  /** How long it is waited for, in milliseconds; as long as anything when left out. */
  readonly patienceMs?: number
  /** Called when it was waited for that long in vain. */
  waitedInVain?(): void
  /** Sends a marker of the harness, straight to the gateway. */
  sendFence(command: SendCommand): Promise<SendResult>
}
