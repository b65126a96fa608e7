import { request } from 'node:http'
import { type PayloadName, problemIn, type SendCommand } from '../contract/index.ts'
import { NotTestable } from '../failure.ts'
import type { Timeline } from '../timeline/index.ts'
import type { AnnouncedVersion, PlayingBackend, StartedTask, TaskParameters } from './playing-backend.ts'
import { keepToContract } from './scripted-answer.ts'
import { SendClient, type Sent } from './send-client.ts'

/** A backend that is a program of its own, as a scenario sees it: its test hooks, and what the taps overhear. */
export class ForeignBackend implements PlayingBackend {
  readonly timeline: Timeline
  readonly #address: string
  readonly #fences: SendClient
  // It works in threads of its own; nobody knows when it is done.
  readonly isBusy = true

  /** @param address where its HTTP endpoints are */
  constructor(timeline: Timeline, gatewayAddress: string, address: string) {
    this.timeline = timeline
    this.#address = address
    this.#fences = new SendClient(timeline, gatewayAddress)
  }

  /** It does so by itself, or is at fault. */
  greets(): void {}

  async startTask(type: 'demo_task' | 'failing_task', parameters: TaskParameters = {}): Promise<StartedTask> {
    return (await this.#hook('/api/testing/tasks/start', { task_type: type, params: parameters }, [
      'task-start',
      'task-started',
    ])) as StartedTask
  }

  async announce(requestId: string, version: string, changelog?: string): Promise<AnnouncedVersion> {
    return (await this.#hook(
      '/api/testing/deployments/version',
      { request_id: requestId, version, ...(changelog === undefined ? {} : { changelog }) },
      ['version-announcement', 'version-announced'],
    )) as AnnouncedVersion
  }

  sendFence(command: SendCommand): Promise<Sent> {
    return this.#fences.send(command)
  }

  async #hook(
    path: string,
    body: unknown,
    [asked, due]: readonly [PayloadName, PayloadName],
  ): Promise<unknown> {
    keepToContract(asked, body)
    const text = JSON.stringify(body)
    const answer = await post(this.#address, path, text, this.timeline.limitMs)
    this.timeline.record({ kind: 'hook', target: path, body: text, answer: answer.told })
    const lacking = `needs the backend's test hook POST ${path}`
    if (answer.status === undefined) throw new NotTestable(`${lacking}, which ${answer.told}`)
    if (answer.status >= 300) {
      throw new NotTestable(
        `${lacking}, which answered ${answer.told}; a backend has its test hooks outside of production (FLASK_ENV=testing)`,
      )
    }
    const payload = parsed(answer.body)
    const problem = payload === undefined ? 'it is no JSON' : problemIn(due, payload)
    if (problem === undefined) return payload
    throw new NotTestable(`${lacking}, which answered ${answer.told} in another form: ${problem}`)
  }
}

interface HookAnswer {
  readonly status: number | undefined
  readonly body: string
  readonly told: string
}

function post(address: string, path: string, body: string, limitMs: number): Promise<HookAnswer> {
  return new Promise(resolve => {
    const limit = AbortSignal.timeout(limitMs)
    const exchange = request(
      new URL(path, address),
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        agent: false,
        signal: limit,
      },
      response => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        response.on('error', error =>
          resolve({ status: undefined, body: '', told: `broke off (${error.message})` }),
        )
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            body: text,
            told: `${response.statusCode} ${text.trim().slice(0, 200)}`,
          }),
        )
      },
    )
    exchange.on('error', (error: NodeJS.ErrnoException) =>
      resolve({
        status: undefined,
        body: '',
        told: limit.aborted
          ? `did not answer within ${limitMs / 1_000} s`
          : `failed (${error.code ?? error.message})`,
      }),
    )
    exchange.end(body)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
