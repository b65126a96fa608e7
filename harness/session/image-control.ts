import {
  Container,
  type Image,
  isLoopback,
  type Listener,
  portOf,
  processesOf,
  stopAll,
} from '../container/index.ts'
import {
  askHealth,
  type Circumstances,
  type Gateway,
  isContainer,
  type LaunchedGateway,
  type Overrides,
} from '../gateway/index.ts'
import { waitUntil } from '../process/index.ts'
import type { Timeline } from '../timeline/index.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import type { GatewaySession } from './gateway-session.ts'
import { HEALTH_LIMIT_MS } from './limits.ts'

/** How long an engine waits between the stop signal and SIGKILL when nobody says otherwise, in seconds. */
export const GRACE_SECONDS = 10

/** How long a check of a gateway that hangs may take before it counts as failed, in milliseconds. */
const HUNG_CHECK_MS = 2_000

/** What became of a gateway that was launched in a container. */
export interface Start {
  readonly gateway: LaunchedGateway
  /** `elsewhere`: it listens where nothing outside reaches it; `nothing`: it did none of these in time. */
  readonly came: 'serves' | 'ended' | 'elsewhere' | 'nothing'
  /** Where it listens, for `elsewhere`. */
  readonly listeners: readonly Listener[]
}

/** What became of a health check: its exit code; `undefined` when it took longer than it may. */
export type CheckOutcome = number | undefined

/** The image of the gateway and the container it runs in, for scenarios about them. */
export class ImageControl {
  readonly timeline: Timeline
  readonly #session: GatewaySession
  #isFrozen = false

  constructor(session: GatewaySession, timeline: Timeline) {
    this.#session = session
    this.timeline = timeline
  }

  /** What the image says of itself. */
  get facts(): Image {
    const { target } = this.#session.settings
    if (!isContainer(target)) throw new NotTestableError('needs a gateway from an image')
    return target.image
  }

  /** The user that the gateway runs as: its number, or its name where only the image says so. */
  async user(): Promise<number | string> {
    const seen = await processesOf(await this.#container())
    return seen?.user ?? this.facts.user.replace(/:.*$/, '')
  }

  /** Whether the first process of the container has started others, and so may not be the gateway. */
  async isWrapped(): Promise<boolean> {
    const seen = await processesOf(await this.#container())
    return seen !== undefined && seen.children > 0
  }

  /** Stops the gateway as its engine does. @returns when it has ended, or was killed */
  async stop(): Promise<void> {
    const container = await this.#container()
    this.#session.expectEnd()
    this.#record(`stops the container, with ${GRACE_SECONDS} s of grace`)
    await container.stopAsEngine(GRACE_SECONDS)
    await container.exited
  }

  /** Runs the HEALTHCHECK once, not longer than its own timeout. */
  async checkHealth({ gateway, came }: Start): Promise<CheckOutcome> {
    if (came !== 'serves') throw new NotTestableError('needs a gateway that serves its published port')
    const { healthcheck } = this.facts
    if (healthcheck === undefined) throw new NotTestableError('needs an image with a HEALTHCHECK')
    const [form, ...words] = healthcheck.test
    const command = form === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words
    const limitMs = Math.min(healthcheck.timeoutMs, this.#isFrozen ? HUNG_CHECK_MS : Number.POSITIVE_INFINITY)
    const code = await containerOf(gateway).run(command, limitMs)
    const outcome = code === undefined ? `does not end within ${limitMs / 1000} s` : `exits with code ${code}`
    this.#record(`runs its HEALTHCHECK, which ${outcome}`)
    return code
  }

  /** Stops the processes of the container in their tracks. @throws NotTestable when it answers nevertheless */
  async freeze({ gateway }: Start): Promise<void> {
    this.#isFrozen = true
    await stopAll(containerOf(gateway))
    const { answers, said } = await askHealth(gateway.address, HEALTH_LIMIT_MS)
    this.#record(`stops its processes with SIGSTOP; /healthz then ${said}`)
    if (answers)
      throw new NotTestableError('needs to stop the process that serves, which is not the first one')
  }

  /** Starts one more gateway, in a container with other circumstances. */
  async launch(what: string, overrides: Overrides = {}, circumstances: Circumstances = {}): Promise<Start> {
    this.#session.expectEnd()
    this.timeline.record({
      kind: 'gateway-handled',
      text: `starts a gateway ${what}`,
      launches: Object.fromEntries(Object.entries(overrides).map(([name, value]) => [name, value ?? null])),
    })
    const launched = await this.#session.launch(overrides, { ...circumstances, isPublished: true })
    const { containerPort = portOf(this.facts) } = circumstances
    const start = await this.#settle(launched, containerPort)
    this.#record(
      {
        serves: 'it serves its port',
        ended: 'it ended',
        elsewhere: 'nothing outside reaches it',
        nothing: 'it serves nothing',
      }[start.came],
    )
    return start
  }

  /** Waits until it serves, has ended, or is seen to listen where nothing outside reaches it. */
  async #settle(gateway: LaunchedGateway, port: number): Promise<Start> {
    const { readyLimitMs } = this.#session.settings
    const seen = async (): Promise<Start | undefined> => {
      if (await gateway.answers(HEALTH_LIMIT_MS)) return { gateway, came: 'serves', listeners: [] }
      if (gateway.exit !== undefined) return { gateway, came: 'ended', listeners: [] }
      const listeners = await listenersOf(gateway)
      const isReachable = listeners.some(listener => listener.port === port && !isLoopback(listener))
      return listeners.length === 0 || isReachable ? undefined : { gateway, came: 'elsewhere', listeners }
    }
    return waitUntil('a gateway in a container to serve or to end', seen, { limitMs: readyLimitMs }).catch(
      (error: unknown) => {
        if (error instanceof WaitTimeoutError) return { gateway, came: 'nothing', listeners: [] }
        throw error
      },
    )
  }

  async #container(): Promise<Container> {
    return containerOf(await this.#session.gateway())
  }

  #record(text: string): void {
    this.timeline.record({ kind: 'gateway-handled', text })
  }
}

function containerOf({ process }: Pick<Gateway, 'process'>): Container {
  if (process instanceof Container) return process
  throw new NotTestableError('needs a gateway from an image')
}

/** Where a launched gateway listens inside; nowhere, where that cannot be seen. */
async function listenersOf({ process }: LaunchedGateway): Promise<readonly Listener[]> {
  return process instanceof Container ? ((await processesOf(process))?.listeners ?? []) : []
}
