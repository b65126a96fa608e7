import {
  type Callback,
  type ConnectAnswer,
  type ConnectCallback,
  payloadOfEvent,
  type SendCommand,
} from '../contract/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { BackendAnswer, BackendListener, BackendRequest } from '../wire/http-server.ts'
import type { SendResult } from '../wire/recorders/recorded-send.ts'
import { type RawSend, SendClient } from '../wire/recorders/send-client.ts'
import { BackendApplication, CONNECTION_OPEN, type SendOutcome } from './application/index.ts'
import { startTask } from './application/test-hooks.ts'
import type { AnnouncedVersion, BackendDriver, StartedTask, TaskParameters } from './backend-driver.ts'
import { Barrier } from './barrier.ts'
import { CallbackScripts } from './callback-scripts.ts'
import { applicationListener } from './msw-listener.ts'
import {
  asAnswer,
  type CallbackFilter,
  EMPTY_RESPONSE,
  keepToContract,
  type ScriptedResponse,
} from './scripted-response.ts'

/** The time in every scenario, so that what a backend sends can be written down beforehand. */
const SCENARIO_TIME = new Date('2025-01-01T00:00:00.000Z')

interface ClosablePort {
  goAway(): Promise<void>
  comeBack(): Promise<void>
}

/**
 * The backend of one scenario: the Flask application's behaviour as MSW handlers, with scripts that go before them. The
 * handlers are made at the first request that reaches them: most scenarios answer by script alone.
 */
export class MockBackend implements BackendDriver, Disposable {
  readonly application: BackendApplication
  readonly timeline: Timeline
  readonly #sends: SendClient
  readonly #fences: SendClient
  readonly #scripts = new CallbackScripts()
  #listener: BackendListener | undefined
  readonly #barriers = new Set<Barrier>()
  #isDisposed = false
  #connectAnswer: ConnectAnswer = {}
  #brokeContract: 'at-once' | 'later' | undefined
  readonly #port: ClosablePort

  constructor(timeline: Timeline, gatewayAddress: string, port: ClosablePort, sendsThrough?: string) {
    this.timeline = timeline
    this.#port = port
    this.#sends = new SendClient(timeline, gatewayAddress, sendsThrough)
    this.#fences = new SendClient(timeline, gatewayAddress)
    this.application = new BackendApplication({
      gateway: { send: command => this.#sendAsApplication(command) },
      log: line => timeline.note(line, 'backend'),
      now: () => SCENARIO_TIME,
      connectAnswer: () => this.#connectAnswer,
    })
  }

  get tasks(): BackendApplication['tasks'] {
    return this.application.tasks
  }

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

  /** The first error that a script has thrown; the gateway only saw its connection cut. */
  get scriptError(): { readonly error: unknown } | undefined {
    return this.#scripts.error
  }

  /**
   * Whether it broke the contract, which may end a gateway: `at-once` by a wrong send, which the gateway has handled when
   * it answers the next request; `later` by failed callbacks and absence, whose consequences may show at any time.
   */
  get brokeContract(): 'at-once' | 'later' | undefined {
    return this.#brokeContract
  }

  /** Answers connect callbacks 200 with this body. */
  replyToConnectWith(answer: ConnectAnswer, scope?: CallbackFilter): void {
    keepToContract('connect-answer', answer)
    this.replyToConnect({ body: answer }, scope)
  }

  /** Answers connect callbacks by script; the application does not see them. */
  replyToConnect(answer: ScriptedResponse, scope: CallbackFilter = {}): void {
    if (answer.unfinished !== undefined) this.#brokeContract = 'later'
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

  /** Runs `act` while a connect callback is open, then leaves the answer to earlier scripts. */
  duringConnect(act: (connect: ConnectCallback) => Promise<unknown>, scope: CallbackFilter = {}): void {
    this.#script('connect', scope, async callback => {
      await act(callback as ConnectCallback)
      return undefined
    })
  }

  /** Keeps connect callbacks open until the barrier is opened. */
  holdConnect(scope: CallbackFilter = {}): Barrier {
    return this.#hold('connect', scope)
  }

  /** Keeps disconnect callbacks open until the barrier is opened. */
  holdDisconnect(scope: CallbackFilter = {}): Barrier {
    return this.#hold('disconnect', scope)
  }

  /** Answers disconnect callbacks at once, but applies them only when the barrier is opened. */
  deferDisconnect(scope: CallbackFilter = {}): Barrier {
    const barrier = this.#barrier('disconnect')
    this.#script('disconnect', scope, callback => {
      void barrier.pass().then(() => this.application.handleCallback(callback))
      return asAnswer({ body: {} })
    })
    return barrier
  }

  /** Answers connect callbacks with bytes that are no HTTP. */
  replyToConnectWithRawBytes(bare: string, scope: CallbackFilter = {}): void {
    this.#brokeContract = 'later'
    this.#script('connect', scope, async () => ({ bare }))
  }

  /** Cuts the connection instead of answering. */
  dropConnection(action: Callback['action'], scope: CallbackFilter = {}): void {
    this.#brokeContract = 'later'
    this.#script(action, scope, async (): Promise<BackendAnswer> => 'drop')
  }

  /** Runs `act` while the backend's port is closed. */
  async whileGone<Result>(act: () => Promise<Result>): Promise<Result> {
    this.#brokeContract = 'later'
    const text = 'the backend goes away: its port refuses connections'
    this.timeline.record({ kind: 'note', text, backend: 'gone' })
    await this.#port.goAway()
    try {
      return await act()
    } finally {
      await this.#port.comeBack()
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
    this.#brokeContract ??= 'at-once'
    return this.#sends.sendRaw(send)
  }

  /** Answers one request that reached the backend's port. */
  async answer(request: BackendRequest): Promise<BackendAnswer> {
    // Streams that outlive their scenario are not judged.
    if (this.#isDisposed) return EMPTY_RESPONSE
    const scripted = await this.#scripts.answerTo(request)
    if (scripted !== undefined) return scripted
    this.#listener ??= applicationListener(this.application)
    return this.#listener(request)
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true
    for (const barrier of this.#barriers) barrier.open()
    this.application[Symbol.dispose]()
  }

  #hold(action: Callback['action'], scope: CallbackFilter): Barrier {
    const barrier = this.#barrier(action)
    this.#script(action, scope, async () => {
      await barrier.pass()
      return this.#isDisposed ? 'drop' : undefined
    })
    return barrier
  }

  #barrier(action: Callback['action']): Barrier {
    const { timeline } = this
    const barrier = new Barrier({
      timeline,
      waitingFor: `a ${action} callback to reach the backend`,
      onArrival: () => timeline.record({ kind: 'callback-held' }),
    })
    this.#barriers.add(barrier)
    return barrier
  }

  #script(...[action, filter, script]: Parameters<CallbackScripts['add']>): void {
    if (action === 'disconnect') this.#brokeContract = 'later'
    this.#scripts.add(action, filter, script)
  }

  async #sendAsApplication(command: SendCommand): Promise<SendOutcome> {
    const { event } = command
    const payload = payloadOfEvent(event?.name ?? '')
    if (event !== undefined && payload !== undefined) keepToContract(payload, JSON.parse(event.data))
    const sent = await this.send(command)
    return sent.status === undefined ? { unreachable: sent.failure ?? 'no answer' } : { status: sent.status }
  }
}
