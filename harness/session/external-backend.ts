import { type PayloadName, problemIn, type SendCommand } from '../contract/index.ts'
import { quoted, ViolationError } from '../diagnosis/index.ts'
import {
  type AnnouncedVersion,
  type BackendDriver,
  keepToContract,
  SendClient,
  type SendResult,
  type StartedTask,
  type TaskParameters,
} from '../mock-backend/index.ts'
import { type HttpResponse, sendRequest } from '../service/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { parseJson } from '../util/parse-json.ts'
import { noHook } from './test-hooks.ts'

/** A backend that is a program of its own, as a scenario sees it: its test hooks, and what the taps overhear. */
export class ExternalBackend implements BackendDriver {
  readonly timeline: Timeline
  readonly #address: string
  readonly #fences: SendClient
  // It works in threads of its own; nobody knows when it is done.
  readonly isBusy = true
  #missingHook: NotTestableError | undefined
  #wasAwaitedInVain = false

  readonly patienceMs: number

  /** @param address where its HTTP endpoints are */
  constructor(timeline: Timeline, gatewayAddress: string, address: string, patienceMs = timeline.limitMs) {
    this.patienceMs = patienceMs
    this.timeline = timeline
    this.#address = address
    this.#fences = new SendClient(timeline, gatewayAddress)
  }

  get missingHook(): NotTestableError | undefined {
    return this.#missingHook
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

  async startTask(type: 'demo_task' | 'failing_task', parameters: TaskParameters = {}): Promise<StartedTask> {
    const body = { task_type: type, params: parameters }
    return (await this.#hook('/api/testing/tasks/start', body, 'task-start', 'task-started')) as StartedTask
  }

  async announceVersion(requestId: string, version: string, changelog?: string): Promise<AnnouncedVersion> {
    const body = { request_id: requestId, version, ...(changelog === undefined ? {} : { changelog }) }
    const path = '/api/testing/deployments/version'
    return (await this.#hook(path, body, 'version-announcement', 'version-announced')) as AnnouncedVersion
  }

  sendFence(command: SendCommand): Promise<SendResult> {
    return this.#fences.send(command)
  }

  async #hook(target: string, payload: unknown, asked: PayloadName, due: PayloadName): Promise<unknown> {
    keepToContract(asked, payload)
    const body = JSON.stringify(payload)
    const reply = await this.#post(target, body)
    const { status, failure } = reply
    const broke = reply.broke === true ? ({ broke: true } as const) : {}
    const answer = status === undefined ? `no answer (${failure})` : `${status} ${reply.body.trim()}`
    this.timeline.record({ kind: 'hook', target, body, answer, isAnswered: status !== undefined, ...broke })
    const value = parseJson(reply.body)
    const problem =
      status === undefined
        ? 'no answer came'
        : status >= 300
          ? 'an error'
          : value === undefined
            ? 'not JSON'
            : problemIn(due, value)
    if (problem === undefined) return value
    const missing = await noHook(reply, other => this.#post(other, body))
    if (missing !== undefined) {
      this.#missingHook ??= new NotTestableError(
        `needs the test hook POST ${target}, which the backend ${missing}; a backend has its test hooks outside of production (FLASK_ENV=testing)`,
      )
      throw this.#missingHook
    }
    throw new ViolationError({
      party: 'backend',
      what: status === undefined ? 'test-hook-unanswered' : 'test-hook-fails',
      summary: `The backend answered its test hook POST ${target} with ${quoted(answer, 160)}: ${problem}.`,
      streams: [],
      expected: 'a 2xx answer in the form of the contract',
    })
  }

  #post(target: string, body: string): Promise<HttpResponse> {
    const { limitMs } = this.timeline
    const headers = { 'content-type': 'application/json' }
    return sendRequest(this.#address, { method: 'POST', target, headers, body, limitMs })
  }
}
