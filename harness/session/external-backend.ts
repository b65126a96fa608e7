import type { SendCommand } from '../contract/index.ts'
import {
  type AnnouncedVersion,
  type BackendDriver,
  SendClient,
  type SendResult,
  type StartedTask,
  type TaskParameters,
} from '../mock-backend/index.ts'
import { type HttpResponse, sendRequest } from '../service/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { NotTestableError } from '../util/errors.ts'
import { TestHooks } from './test-hooks.ts'

/** A backend that is a program of its own, as a scenario sees it: its test hooks, and what the taps overhear. */
export class ExternalBackend implements BackendDriver {
  readonly timeline: Timeline
  readonly #address: string
  readonly #fences: SendClient
  readonly #hooks: TestHooks
  // It works in threads of its own; nobody knows when it is done.
  readonly isBusy = true
  #wasAwaitedInVain = false

  readonly patienceMs: number

  /** @param address where its HTTP endpoints are */
  constructor(timeline: Timeline, gatewayAddress: string, address: string, patienceMs = timeline.limitMs) {
    this.patienceMs = patienceMs
    this.timeline = timeline
    this.#address = address
    this.#fences = new SendClient(timeline, gatewayAddress)
    this.#hooks = new TestHooks(
      (target, payload) => this.#askHook(target, payload),
      (target, payload) => this.#post(target, JSON.stringify(payload)),
    )
  }

  get missingHook(): NotTestableError | undefined {
    return this.#hooks.missing
  }

  /** Whether a wait for what it sends has lasted as long as it may. */
  get wasAwaitedInVain(): boolean {
    return this.#wasAwaitedInVain
  }

  waitedInVain(): void {
    this.#wasAwaitedInVain = true
  }

  /** It does so by itself, or is at fault. */
  sendConnectionOpen(): void {}

  startTask(type: 'demo_task' | 'failing_task', parameters: TaskParameters = {}): Promise<StartedTask> {
    return this.#hooks.startTask(type, parameters)
  }

  announceVersion(requestId: string, version: string, changelog?: string): Promise<AnnouncedVersion> {
    return this.#hooks.announceVersion(requestId, version, changelog)
  }

  sendFence(command: SendCommand): Promise<SendResult> {
    return this.#fences.send(command)
  }

  async #askHook(target: string, payload: unknown): Promise<HttpResponse> {
    const body = JSON.stringify(payload)
    const reply = await this.#post(target, body)
    const { status, failure } = reply
    const broke = reply.broke === true ? ({ broke: true } as const) : {}
    const answer = status === undefined ? `no answer (${failure})` : `${status} ${reply.body.trim()}`
    this.timeline.record({ kind: 'hook', target, body, answer, isAnswered: status !== undefined, ...broke })
    return reply
  }

  #post(target: string, body: string): Promise<HttpResponse> {
    const { limitMs } = this.timeline
    const headers = { 'content-type': 'application/json' }
    return sendRequest(this.#address, { method: 'POST', target, headers, body, limitMs })
  }
}
