import {
  type Callback,
  type ConnectAnswer,
  type ConnectCallback,
  payloadOfEvent,
  type SendCommand,
} from '../contract/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { BackendAnswer, BackendListener, BackendRequest } from '../wire/http-server.ts'
import { type RawSend, SendClient, type SendResult } from '../wire/recorders/send-client.ts'
import { BackendApplication, CONNECTION_OPEN, type SendOutcome } from './application/index.ts'
import { startTask } from './application/test-hooks.ts'
import type { AnnouncedVersion, BackendDriver, StartedTask, TaskParameters } from './backend-driver.ts'
import { Barrier } from './barrier.ts'
import { applicationListener } from './msw-listener.ts'
import { asAnswer, type CallbackFilter, keepToContract, type ScriptedResponse } from './scripted-response.ts'

/** What a script makes of a callback; `undefined` leaves it to earlier scripts, and at last to the application. */
type Script = (callback: Callback) => Promise<BackendAnswer | undefined> | undefined

/** The time in every scenario, so that what a backend sends can be written down beforehand. */
const SCENARIO_TIME = new Date('2025-01-01T00:00:00.000Z')

const CALLBACK_PATH = '/api/sse/callback'
const ORIGIN = 'http://backend'

const OVER: BackendAnswer = { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }

/**
 * The backend of one scenario: the Flask application's behaviour as MSW handlers, and scripts laid over them.
 * A later script goes before an earlier one. The handlers are made when the first request reaches them: most scenarios
 * answer by script alone.
 */
export class MockBackend implements BackendDriver, Disposable {
  readonly application: BackendApplication
  readonly timeline: Timeline
  readonly #sends: SendClient
  readonly #fences: SendClient
  readonly #scripts: Script[] = []
  #listener: BackendListener | undefined
  readonly #gates = new Set<Barrier>()
  #isOver = false
  #connectAnswer: ConnectAnswer = {}
  #misbehaved: 'at-once' | 'later' | undefined
  #mishap: { readonly error: unknown } | undefined
  readonly #leave: { goAway(): Promise<void>; comeBack(): Promise<void> }

  constructor(
    timeline: Timeline,
    gatewayAddress: string,
    leave: { goAway(): Promise<void>; comeBack(): Promise<void> },
    sendsThrough?: string,
  ) {
    this.timeline = timeline
    this.#leave = leave
    this.#sends = new SendClient(timeline, gatewayAddress, sendsThrough)
    this.#fences = new SendClient(timeline, gatewayAddress)
    this.application = new BackendApplication({
      gateway: { send: command => this.#sendAsApplication(command) },
      log: line => timeline.note(line, 'backend'),
      now: () => SCENARIO_TIME,
      connectAnswer: () => this.#connectAnswer,
    })
  }

  /** The backend's tasks, for a scenario to drive. */
  get tasks(): BackendApplication['tasks'] {
    return this.application.tasks
  }

  /** The backend's version announcements. */
  get versions(): BackendApplication['versions'] {
    return this.application.versions
  }

  /** Answers the connect callbacks that it accepts with `connection_open`, as the Flask application does. */
  sendConnectionOpen(): void {
    this.#connectAnswer = CONNECTION_OPEN
  }

  async startTask(type: 'demo_task' | 'failing_task', params: TaskParameters = {}): Promise<StartedTask> {
    const { body } = await startTask(this.application, { task_type: type, params })
    return { task_id: String(body.task_id), stream_url: String(body.stream_url) }
  }

  announceVersion(requestId: string, version: string, changelog?: string): Promise<AnnouncedVersion> {
    return this.application.versions.announce(requestId, version, changelog)
  }

  /** Only tasks that run by themselves send unasked. */
  get isBusy(): boolean {
    return this.application.tasks.isBusy
  }

  /** What went wrong first inside a script; the gateway only saw its connection cut. */
  get mishap(): { readonly error: unknown } | undefined {
    return this.#mishap
  }

  /**
   * Whether it did what a gateway might die of: `at-once` by a wrong send, which the gateway has dealt with when it
   * answers the next request; `later` by failed callbacks and absence, whose consequences come when they come.
   */
  get misbehaved(): 'at-once' | 'later' | undefined {
    return this.#misbehaved
  }

  /** Answers connect callbacks 200 with this body. */
  replyToConnectWith(answer: ConnectAnswer, scope?: CallbackFilter): void {
    keepToContract('connect-answer', answer)
    this.replyToConnect({ body: answer }, scope)
  }

  /** Answers connect callbacks by script; the application does not see them. */
  replyToConnect(answer: ScriptedResponse, scope: CallbackFilter = {}): void {
    if (answer.unfinished !== undefined) this.#misbehaved = 'later'
    const { delayMs } = answer
    this.#script('connect', scope, () => {
      if (delayMs !== undefined) {
        const text = `takes ${delayMs / 1_000} s for its answer`
        this.timeline.record({ kind: 'note', by: 'backend', text, delayMs })
      }
      return asAnswer(answer)
    })
  }

  replyToDisconnect(answer: ScriptedResponse, scope: CallbackFilter = {}): void {
    this.#script('disconnect', scope, () => asAnswer(answer))
  }

  /** Does something while a connect callback is open, then lets the callback go on as it would have. */
  duringConnect(act: (connect: ConnectCallback) => Promise<unknown>, scope: CallbackFilter = {}): void {
    this.#script('connect', scope, async callback => {
      await act(callback as ConnectCallback)
      return undefined
    })
  }

  /** Keeps connect callbacks open until the gate is opened. */
  holdConnect(scope: CallbackFilter = {}): Barrier {
    return this.#hold('connect', scope)
  }

  /** Keeps disconnect callbacks open until the gate is opened. */
  holdDisconnect(scope: CallbackFilter = {}): Barrier {
    return this.#hold('disconnect', scope)
  }

  /** Answers disconnect callbacks at once, but heeds them only when the gate is opened. */
  deferDisconnect(scope: CallbackFilter = {}): Barrier {
    const gate = this.#gate('disconnect')
    this.#script('disconnect', scope, callback => {
      void gate.pass().then(() => this.application.handleCallback(callback))
      return asAnswer({ body: {} })
    })
    return gate
  }

  /** Answers connect callbacks with bytes that are no HTTP. */
  replyToConnectWithRawBytes(bare: string, scope: CallbackFilter = {}): void {
    this.#misbehaved = 'later'
    this.#script('connect', scope, async () => ({ bare }))
  }

  /** Cuts the connection instead of answering. */
  dropConnection(action: Callback['action'], scope: CallbackFilter = {}): void {
    this.#misbehaved = 'later'
    this.#script(action, scope, async (): Promise<BackendAnswer> => 'drop')
  }

  /** Does `act` with nobody listening on the backend's port. */
  async whileGone<Result>(act: () => Promise<Result>): Promise<Result> {
    this.#misbehaved = 'later'
    this.timeline.record({
      kind: 'note',
      text: 'the backend goes away: its port refuses connections',
      backend: 'gone',
    })
    await this.#leave.goAway()
    try {
      return await act()
    } finally {
      await this.#leave.comeBack()
      this.timeline.record({ kind: 'note', text: 'the backend is back', backend: 'back' })
    }
  }

  /** From now on the backend sends to this address in place of the gateway's. */
  setGatewayAddress(address: string): void {
    this.#sends.address = address
  }

  send(command: SendCommand): Promise<SendResult> {
    keepToContract('send-command', command)
    return this.#sends.send(command)
  }

  /** Sends a marker of the harness; it reaches the gateway wherever the backend believes it to be. */
  sendFence(command: SendCommand): Promise<SendResult> {
    return this.#fences.send(command)
  }

  /** Sends a body as it stands, however wrong. */
  sendRaw(send: RawSend): Promise<SendResult> {
    this.#misbehaved ??= 'at-once'
    return this.#sends.sendRaw(send)
  }

  /** Answers one request that reached the backend's port. */
  async answer(request: BackendRequest): Promise<BackendAnswer> {
    // Nobody looks any more at what comes of the streams that a finished scenario leaves behind.
    if (this.#isOver) return OVER
    return (await this.#scripted(request)) ?? (await this.#answerAsApplication(request))
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    for (const gate of this.#gates) gate.open()
    this.application[Symbol.dispose]()
  }

  #hold(action: Callback['action'], scope: CallbackFilter): Barrier {
    const gate = this.#gate(action)
    this.#script(action, scope, async () => {
      await gate.pass()
      return this.#isOver ? 'drop' : undefined
    })
    return gate
  }

  #gate(action: Callback['action']): Barrier {
    const gate = new Barrier(this.timeline, `a ${action} callback to reach the backend`)
    this.#gates.add(gate)
    return gate
  }

  #script(action: Callback['action'], scope: CallbackFilter, script: Script): void {
    if (action === 'disconnect') this.#misbehaved = 'later'
    let left = scope.times ?? Number.POSITIVE_INFINITY
    this.#scripts.unshift(callback => {
      if (callback.action !== action || left <= 0) return undefined
      if (scope.target !== undefined && callback.request?.url !== scope.target) return undefined
      left -= 1
      return script(callback)
    })
  }

  async #scripted(request: BackendRequest): Promise<BackendAnswer | undefined> {
    if (this.#scripts.length === 0 || !isCallback(request)) return undefined
    const callback = callbackIn(request.body)
    if (callback === undefined) return undefined
    for (const script of [...this.#scripts]) {
      try {
        const answer = await script(callback)
        if (answer !== undefined) return answer
      } catch (error) {
        this.#mishap ??= { error }
        return 'drop'
      }
    }
    return undefined
  }

  #answerAsApplication(request: BackendRequest): Promise<BackendAnswer> {
    this.#listener ??= applicationListener(this.application)
    return this.#listener(request)
  }

  async #sendAsApplication(command: SendCommand): Promise<SendOutcome> {
    const { event } = command
    const payload = payloadOfEvent(event?.name ?? '')
    if (event !== undefined && payload !== undefined) keepToContract(payload, JSON.parse(event.data))
    const sent = await this.send(command)
    return sent.status === undefined ? { unreachable: sent.failure ?? 'no answer' } : { status: sent.status }
  }
}

function isCallback({ method, target }: BackendRequest): boolean {
  return method === 'POST' && new URL(target, ORIGIN).pathname === CALLBACK_PATH
}

/** A body that is no JSON is for the application to refuse, not for a script. */
function callbackIn(body: string): Callback | undefined {
  try {
    return (JSON.parse(body) as Callback | null) ?? undefined
  } catch {
    return undefined
  }
}
