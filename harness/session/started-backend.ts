import { setTimeout as elapsed } from 'node:timers/promises'
import type { Backend, BackendTarget } from '../backend/index.ts'
import type { BackendStatus } from '../diagnosis/index.ts'
import type { MockGatewayServer } from '../mock-gateway/index.ts'
import { exitInWords } from '../process/index.ts'
import { type Health, lastLinesOf, sendRequest } from '../service/index.ts'
import { backendConditionOf } from './backend-status.ts'
import { EXIT_LIMIT_MS, HEALTH_LIMIT_MS } from './limits.ts'
import { type ProvokedBackend, provokeSend } from './provoke-send.ts'

/** A backend that is ready, with what can be asked about it once something went wrong. */
export class StartedBackend implements AsyncDisposable {
  readonly #backend: Backend
  readonly #target: BackendTarget
  readonly #provocation: Pick<ProvokedBackend, 'secret' | 'limitMs'>
  #stopped = false

  constructor(
    backend: Backend,
    target: BackendTarget,
    provocation: Pick<ProvokedBackend, 'secret' | 'limitMs'>,
  ) {
    this.#backend = backend
    this.#target = target
    this.#provocation = provocation
  }

  get address(): string {
    return this.#backend.address
  }

  /** How it ended by itself, when it did; e.g. "exit code 1". */
  get ended(): string | undefined {
    const exit = this.#stopped ? undefined : this.#backend.process?.exit
    if (exit === undefined) return undefined
    return exitInWords(exit)
  }

  /** What it has printed, oldest line first; `undefined` for an external backend. */
  get printed(): readonly string[] | undefined {
    return this.#backend.process?.lines.map(({ text }) => text)
  }

  /** How many lines it has printed; 0 for an external backend. */
  get linesPrinted(): number {
    const process = this.#backend.process
    return process === undefined ? 0 : process.droppedLines + process.lines.length
  }

  /** What it printed last. @param earlier how many lines it had printed before; those are left out */
  lastLines(earlier: number): readonly string[] {
    const { process } = this.#backend
    if (process === undefined) return []
    const fresh = this.linesPrinted - earlier
    return lastLinesOf({ lastLines: count => (fresh === 0 ? [] : process.lastLines(Math.min(count, fresh))) })
  }

  /** Asks `/api/health/healthz`. */
  async health(): Promise<Health> {
    const target = '/api/health/healthz'
    const { status, failure } = await sendRequest(this.address, {
      method: 'GET',
      target,
      limitMs: HEALTH_LIMIT_MS,
    })
    return status === undefined
      ? { answers: false, said: `does not answer (${failure})` }
      : { answers: true, said: `answers ${status}` }
  }

  /** What the diagnosis of a failure may ask about it. @param port where our gateway is for it */
  conditionBeside(port: MockGatewayServer): BackendStatus {
    return backendConditionOf(this.#target, this.#backend, port.address, {
      firstSend: port.firstSend,
      hasAsked: () => port.wasAsked,
      provoked: () =>
        provokeSend({
          address: this.address,
          firstSend: port.firstSend,
          disown: token => port.disown(token),
          ...this.#provocation,
        }),
    })
  }

  /** A process whose connections break is given time to be seen ending. */
  async untilSeenEnding(): Promise<void> {
    const exited = this.#backend.process?.exited
    if (exited !== undefined) await Promise.race([exited, elapsed(EXIT_LIMIT_MS, undefined, { ref: false })])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    await this.#backend[Symbol.asyncDispose]()
  }
}
