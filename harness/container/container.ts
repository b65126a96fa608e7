import { createServer } from 'node:net'
import { constants } from 'node:os'
import { PassThrough } from 'node:stream'
import type Dockerode from 'dockerode'
import {
  LINES_KEPT,
  LineSplitter,
  LogBuffer,
  type LogLine,
  type ProcessExit,
  type RunningProgram,
  withTimeout,
} from '../process/index.ts'
import { PortTakenError, type ProgramHooks } from '../service/index.ts'
import { connect, type Engine } from './engine.ts'
import { engineFailure, isNotFound } from './errors.ts'
import { type Image, portOf } from './image.ts'
import type { Route } from './route.ts'

/** How long a container may take to be created and started, in milliseconds. */
const START_LIMIT_MS = 60_000

/** What comes between SIGTERM and SIGKILL where nobody waits for the end itself, in milliseconds. */
const GRACE_MS = 2_000

/** How long the last lines are waited for once the program has ended, in milliseconds. */
const LAST_OUTPUT_LIMIT_MS = 1_000

export interface ContainerOptions extends ProgramHooks {
  readonly engine: Engine
  readonly image: Image
  /** Laid over the environment of the image. */
  readonly environment: Readonly<Record<string, string>>
  /** The port of this machine that leads to the container. */
  readonly port: number
  /** The port inside; that of the image when left out. */
  readonly containerPort?: number
  /** It has a network of its own, and its port is published. */
  readonly isPublished?: boolean
  /** Its root file system cannot be written to; /tmp can. */
  readonly readOnly?: boolean
  /** A container whose network it shares, so that a port which is taken there is taken. */
  readonly sharesNetworkOf?: Container
}

/** One program in a container of its own. It and the container are gone once it is stopped. */
export class Container implements RunningProgram {
  readonly id: string
  readonly exited: Promise<ProcessExit>
  readonly image: Image
  readonly engine: Engine
  readonly #container: Dockerode.Container
  readonly #lines = new LogBuffer()
  #exit: ProcessExit | undefined
  #stopping: Promise<void> | undefined

  private constructor(
    container: Dockerode.Container,
    { engine, image, onExit }: ContainerOptions,
    ended: Promise<{ readonly StatusCode: number }>,
    outputEnded: Promise<void>,
  ) {
    this.#container = container
    this.id = container.id
    this.image = image
    this.engine = engine
    this.exited = ended
      .then(({ StatusCode }) => exitOf(StatusCode))
      // The container was removed, or the engine is gone.
      .catch(() => ({ code: null, signal: null, at: performance.now() }))
      .then(async exit => {
        await withTimeout(LAST_OUTPUT_LIMIT_MS, outputEnded)
        this.#exit = exit
        onExit?.(exit)
        return exit
      })
  }

  /** Resolves once the program runs. @throws NotTestableError when the engine cannot start it */
  static async start(options: ContainerOptions): Promise<Container> {
    const { engine, image, onLine, port } = options
    const client = await connect(engine.connection, START_LIMIT_MS)
    let created: Dockerode.Container | undefined
    try {
      created = await client.createContainer(createOptions(options))
      // Requests that last as long as the container must have no limit.
      const patient = (await connect(engine.connection)).getContainer(created.id)
      const output = await patient.attach({ stream: true, stdout: true, stderr: true })
      const ended = patient.wait({ condition: 'next-exit' })
      ended.catch(() => {})
      const container = new Container(
        patient,
        options,
        ended,
        new Promise(resolve => output.once('close', () => resolve()).once('end', () => resolve())),
      )
      container.#read(client, output, onLine)
      await created.start()
      return container
    } catch (error) {
      await created?.remove({ force: true, v: true }).catch(() => {})
      if (routeFor(options).isHostNetwork !== true && !(await isFree(port))) {
        throw new PortTakenError(`Port ${port} was taken before a container could be started on it.`)
      }
      throw engineFailure(`start a container of the image ${image.reference}`, error)
    }
  }

  get exit(): ProcessExit | undefined {
    return this.#exit
  }

  get lines(): readonly LogLine[] {
    return this.lastLines(LINES_KEPT)
  }

  get droppedLines(): number {
    return this.#lines.dropped
  }

  lastLines(count: number): readonly LogLine[] {
    return this.#lines.last(count)
  }

  async signal(name: NodeJS.Signals): Promise<boolean> {
    if (this.#exit !== undefined) return false
    return this.#container.kill({ signal: name }).then(
      () => true,
      () => false,
    )
  }

  /** Asks it to end as its engine does: the stop signal of the image, the grace period (seconds), SIGKILL. */
  async stopAsEngine(graceSeconds: number): Promise<void> {
    await this.#container.stop({ t: graceSeconds }).catch((error: { statusCode?: number }) => {
      if (error.statusCode !== 304) throw engineFailure('stop a container', error)
    })
  }

  /** Runs a command in it. @returns its exit code; `undefined` when it has not ended within the limit (milliseconds) */
  async run(command: readonly string[], limitMs: number): Promise<number | undefined> {
    const exec = await this.#container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true })
    const output = await exec.start({})
    output.resume()
    const ended = new Promise<true>(resolve => output.once('end', () => resolve(true)))
    try {
      if ((await withTimeout(limitMs, ended)) === undefined) return undefined
    } finally {
      output.destroy()
    }
    const { ExitCode } = await exec.inspect()
    return ExitCode ?? undefined
  }

  /** What the engine knows of it. */
  async inspect(): Promise<Dockerode.ContainerInspectInfo> {
    return this.#container.inspect()
  }

  async stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #stop(): Promise<void> {
    if (this.#exit === undefined && (await this.signal('SIGTERM'))) await withTimeout(GRACE_MS, this.exited)
    if (this.#exit === undefined && (await this.signal('SIGKILL'))) await withTimeout(GRACE_MS, this.exited)
    await this.#container.remove({ force: true, v: true }).catch((error: unknown) => {
      if (!isNotFound(error)) throw engineFailure('remove a container', error)
    })
  }

  #read(client: Dockerode, output: NodeJS.ReadWriteStream, onLine: ContainerOptions['onLine']): void {
    const sides = (['stdout', 'stderr'] as const).map(source => {
      const side = new PassThrough()
      const splitter = new LineSplitter(text => {
        const line = { at: performance.now(), source, text, late: true as const }
        this.#lines.add(line)
        onLine?.(line)
      })
      side.on('data', (chunk: Buffer) => splitter.write(chunk)).once('close', () => splitter.end())
      return side
    })
    const [stdout, stderr] = sides as [PassThrough, PassThrough]
    client.modem.demuxStream(output, stdout, stderr)
    output.on('error', () => {})
    output.once('close', () => {
      for (const side of sides) side.destroy()
    })
    output.once('end', () => {
      for (const side of sides) side.end()
    })
  }
}

function routeFor({ engine, isPublished }: Pick<ContainerOptions, 'engine' | 'isPublished'>): Route {
  return isPublished === true ? engine.published : engine.route
}

function createOptions(options: ContainerOptions): Dockerode.ContainerCreateOptions {
  const { engine, environment, image, port, readOnly, sharesNetworkOf } = options
  const { networkMode, isHostNetwork } = routeFor(options)
  const inside = `${options.containerPort ?? portOf(image)}/tcp`
  const [label = '', run = ''] = engine.label.split('=')
  const publishes = isHostNetwork !== true && sharesNetworkOf === undefined
  return {
    Image: image.id,
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    Labels: { [label]: run },
    ...(publishes ? { ExposedPorts: { [inside]: {} } } : {}),
    HostConfig: {
      ...(sharesNetworkOf === undefined
        ? networkMode === undefined
          ? {}
          : { NetworkMode: networkMode }
        : { NetworkMode: `container:${sharesNetworkOf.id}` }),
      ...(publishes ? { PortBindings: { [inside]: [{ HostIp: '127.0.0.1', HostPort: String(port) }] } } : {}),
      ...(readOnly === true ? { ReadonlyRootfs: true, Tmpfs: { '/tmp': '' } } : {}),
    },
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise(resolve => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Of a signal, an engine says 128 and its number, as a shell does. */
function exitOf(status: number): ProcessExit {
  const [signal] = Object.entries(constants.signals).find(([, number]) => status === 128 + number) ?? []
  const at = performance.now()
  return signal === undefined
    ? { code: status, signal: null, at }
    : { code: null, signal: signal as NodeJS.Signals, at }
}
