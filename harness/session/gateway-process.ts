import { deploymentFault, quoted, ViolationError } from '../diagnosis/index.ts'
import {
  type Gateway,
  isContainer,
  isStartable,
  type LaunchedGateway,
  type Overrides,
} from '../gateway/index.ts'
import { type Listener, signalProcess, watchEnd } from '../process/index.ts'
import type { EntryOf, Timeline } from '../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import type { GatewaySession } from './gateway-session.ts'
import { ImageControl } from './image-control.ts'
import { recordServerExit } from './record-exit.ts'
import { EXIT_NOT_OWN, notHalted, servesElsewhere } from './shell-wrapper.ts'

/** The advice for a program that did not start. */
const ADVICE = / Run it by hand with .+? set to see why\./

/** Of a gateway that says where it listens. */
const LISTENS = /\b(?:listen|serv|runn|start)\w*\b.*\b\d{2,5}\b/i

/** The time limit for a gateway to exit after a stop signal, in milliseconds. */
const LEAVE_LIMIT_MS = 20_000

/** The gateway's process, for scenarios about its life. Only where the scenario has a gateway of its own. */
export class GatewayControl {
  readonly timeline: Timeline
  readonly #session: GatewaySession
  #signalled: string | undefined

  constructor(session: GatewaySession, timeline: Timeline) {
    this.#session = session
    this.timeline = timeline
  }

  /** Its image and its container, where it has them. */
  get image(): ImageControl {
    return new ImageControl(this.#session, this.timeline)
  }

  /** What must not be seen by anybody but the backend; unknown for a gateway that somebody else runs. */
  get secret(): string | undefined {
    return isStartable(this.#session.settings.target) ? this.#session.secret : undefined
  }

  /** The part of the callback URL that says where the backend is. */
  get backendHost(): string {
    const { callbackHost, callbackName = callbackHost } = this.#session.settings
    return `${callbackName}:${this.#session.server.port}`
  }

  /** Stops the gateway, so that its output is complete, and gives everything it has printed. */
  async lastPrinted(): Promise<readonly string[]> {
    const { process } = await this.#session.gateway()
    if (process === undefined) throw new NotTestableError('needs a gateway that we start')
    this.#session.expectEnd()
    await process.stop()
    return process.lines.map(({ text }) => text)
  }

  /** Signals the gateway; from then on its end is no death. */
  async signal(name: 'SIGTERM' | 'SIGINT'): Promise<void> {
    const gateway = await this.#session.gateway()
    const { process, serving, address } = gateway
    if (process === undefined) throw new NotTestableError('needs a gateway that we start')
    if (serving.by === 'unknown') throw new NotTestableError(servesElsewhere(address))
    this.#session.expectEnd()
    this.#signalled = name
    if (serving.by === 'child') {
      await this.#signalBehindShell(gateway, serving.process, name)
      return
    }
    this.timeline.record({ kind: 'gateway-handled', text: `sends ${name} to the gateway`, signal: name })
    await process.signal(name)
  }

  /** Signals what serves, and has its end written down when it comes. @returns when it is signalled */
  async #signalBehindShell(gateway: Gateway, listener: Listener, name: 'SIGTERM' | 'SIGINT'): Promise<void> {
    const signalled = Promise.withResolvers<void>()
    const { pid, program, parentEntry } = listener
    const ended = watchEnd(listener, parentEntry, LEAVE_LIMIT_MS, () => {
      const text = `sends ${name} to the process that serves (${program}, pid ${pid})`
      this.timeline.record({ kind: 'gateway-handled', text, signal: name })
      signalProcess(pid, name)
      signalled.resolve()
    })
    void ended
      .then(end => end !== undefined && recordServerExit(this.timeline, gateway, end))
      .catch(error => signalled.reject(error instanceof WaitTimeoutError ? notHalted(error) : error))
    await signalled.promise
  }

  /** Waits for the end of the gateway's process. */
  async ended(): Promise<EntryOf<'gateway-exited'>> {
    const exit = await this.timeline
      .waitUntil({
        for: 'the gateway to end',
        until: () => this.timeline.all('gateway-exited')[0],
        limitMs: LEAVE_LIMIT_MS,
        lastSeen: () => 'a process that runs',
      })
      .catch(async (error: unknown) => {
        if (!(error instanceof WaitTimeoutError) || error.eventLoopStalled) throw error
        if (isContainer(this.#session.settings.target) && (await this.image.isWrapped())) {
          throw deploymentFault({
            what: 'image-swallows-signal',
            summary: `The first process of the container got ${this.#signalled ?? 'a signal'} and still runs ${LEAVE_LIMIT_MS / 1000} s later. It is not the gateway: it has started others.`,
            expected: 'the end of the process',
          })
        }
        throw new ViolationError({
          party: 'gateway',
          what: this.#openCount === 0 ? 'stop-ignored' : 'stop-waits-for-streams',
          summary: `The gateway got ${this.#signalled ?? 'a signal'}${this.#openStreams()}, and still runs ${LEAVE_LIMIT_MS / 1000} s later.`,
          streams: [],
          expected: 'the end of the process',
        })
      })
    // What it said last may still be on its way to the backend.
    await this.#session.server.quiet()
    return exit
  }

  get #openCount(): number {
    const ended = new Set(this.timeline.all('stream-end').map(({ stream }) => stream))
    return this.timeline.all('stream-response').filter(({ stream }) => !ended.has(stream)).length
  }

  /** Says how many streams are open. */
  #openStreams(): string {
    const open = this.#openCount
    return open === 0 ? '' : ` while ${open === 1 ? 'a stream was' : `${open} streams were`} open`
  }

  /** Starts the gateway again on the port that it had. */
  async restart(): Promise<void> {
    this.timeline.record({
      kind: 'gateway-handled',
      text: 'starts the gateway again on the same port',
      restarts: true,
    })
    await this.#session.restart().catch((error: Error) => {
      if (/EADDRINUSE|cannot be started/.test(error.message)) throw error
      throw new ViolationError({
        party: 'gateway',
        what: 'restart-fails',
        summary: `After it was stopped, the gateway does not start again on the same port. ${error.message.replace(ADVICE, '')}`,
        streams: [],
        expected: 'a gateway that serves',
      })
    })
  }

  /** Starts one more gateway on the port that this one has. */
  async launchOnTakenPort(): Promise<LaunchedGateway> {
    const { address, process, serving } = await this.#session.gateway()
    if (serving.by !== 'itself') throw new NotTestableError(EXIT_NOT_OWN)
    this.timeline.record({
      kind: 'gateway-handled',
      text: 'starts one more gateway on the port of this one',
      launches: {},
      onTakenPort: true,
    })
    const launched = await this.#session.launch({ PORT: new URL(address).port }, { beside: process })
    await launched.ended().catch(async (error: Error) => {
      await launched.stop()
      throw new ViolationError({
        party: 'gateway',
        what: 'taken-port-ignored',
        summary: `Started on a port that is taken, the gateway does not end. ${withoutLastSeen(error)}${saidLast(launched)}`,
        streams: [],
        expected: 'an exit code other than 0',
      })
    })
    return launched
  }

  /** Starts one more gateway with other settings, and waits until it serves its port or has ended. */
  async launch(overrides: Overrides): Promise<LaunchedGateway> {
    const settings = Object.entries(overrides).map(([name, value]) =>
      value === undefined ? `without ${name}` : `${name}=${value}`,
    )
    this.timeline.record({
      kind: 'gateway-handled',
      text: `starts a gateway ${settings.join(', ')}`,
      launches: Object.fromEntries(Object.entries(overrides).map(([name, value]) => [name, value ?? null])),
    })
    const launched = await this.#session.launch(overrides)
    const found = await launched.settled().catch(async (error: Error) => {
      await launched.stop()
      const elsewhere = launched.lines.findLast(({ text }) => LISTENS.test(text))
      if (overrides.PORT !== undefined && elsewhere !== undefined) {
        throw new ViolationError({
          party: 'gateway',
          what: 'invalid-port-ignored',
          summary: `Started ${launched.circumstance}, the gateway did not end. By its own account it took another port (it printed ${quoted(elsewhere.text, 100)}).`,
          streams: [],
          expected: 'an exit code other than 0',
        })
      }
      if (!launched.isExitOwn) throw new NotTestableError(EXIT_NOT_OWN)
      throw new ViolationError({
        party: 'gateway',
        what: 'start-hangs',
        summary: `Started ${launched.circumstance}, the gateway neither serves the port it was given nor ends. ${withoutLastSeen(error)}${saidLast(launched)}`,
        streams: [],
        expected: 'a gateway that serves, or that ends with an exit code other than 0',
      })
    })
    this.timeline.record({
      kind: 'gateway-handled',
      text:
        found === 'serves'
          ? 'it serves its port'
          : `${launched.isExitOwn ? 'it' : 'what started it'} ended with exit code ${launched.exit?.code}`,
    })
    return launched
  }
}

/** A wait that expired, without the last entry seen, which has its own sentence. */
function withoutLastSeen(error: Error): string {
  return error instanceof WaitTimeoutError
    ? `Waited ${error.limitMs / 1000} s for ${error.waitedFor}.`
    : error.message
}

/** What a program that was launched has printed last. */
function saidLast({ lines }: LaunchedGateway): string {
  const last = lines.findLast(({ text }) => text.trim() !== '')
  return last === undefined ? ' It printed nothing.' : ` It printed last: ${quoted(last.text, 100)}.`
}
