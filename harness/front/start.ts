import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { LogLine, ProcessExit } from '../process/index.ts'
import {
  type Readiness,
  type Service,
  startProgram,
  startService,
  useRunningService,
} from '../service/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { AccessLog } from './access-log.ts'
import { IdleConnection } from './idle-connection.ts'
import { privateConfiguration } from './nginx-configuration.ts'
import { instanceArguments } from './nginx-program.ts'
import { type FrontTarget, isStartableFront } from './target.ts'

/** A stream path that only our stand-in for the gateway is asked for. */
const CHECK_PATH = '/api/sse/conformance-front-check'

const READINESS: Readiness = {
  kind: 'reverse proxy',
  path: CHECK_PATH,
  refusesPages: true,
  advice: 'check that it leads /api/sse/ to the gateway and is reached over plain http.',
  patience: '--startup-timeout',
}

export interface FrontOptions {
  /** Where it finds gateway and backend: `host:port`. */
  readonly gateway: string
  readonly backend: string
  /** Leads what comes to `gateway` to this address from now on. */
  readonly lead: (address: string) => void
  readonly readyLimitMs: number
  readonly onLine: (line: LogLine) => void
  /** A line of its access log. @param stream the header of the harness; `-` for a request without it */
  readonly onAccess: (text: string, stream: string | undefined) => void
  readonly onExit: (exit: ProcessExit) => void
}

/** A reverse proxy that leads to the gateway. Disposing of it stops what we started, and leaves any other running. */
export class Front implements AsyncDisposable {
  readonly #service: Service
  readonly #belongings: AsyncDisposable | undefined

  constructor(service: Service, belongings?: AsyncDisposable) {
    this.#service = service
    this.#belongings = belongings
  }

  /** E.g. `http://127.0.0.1:8080`. */
  get address(): string {
    return this.#service.address
  }

  get hasEnded(): boolean {
    return this.#service.process?.exit !== undefined
  }

  /**
   * Has it read its configuration again.
   * @returns when the processes with the configuration of before take no more requests
   * @throws NotTestableError for one that somebody else runs
   */
  async reload(): Promise<void> {
    const { process } = this.#service
    if (process === undefined) throw new NotTestableError('needs a reverse proxy that we start')
    using idle = await IdleConnection.open(this.address)
    process.signal('SIGHUP')
    await idle.closedByOther()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]()
    await this.#belongings?.[Symbol.asyncDispose]()
  }
}

/**
 * Starts a reverse proxy, or finds the one that runs, and makes sure that it leads to the gateway's place.
 * @throws NotTestableError when it does not
 */
export async function startFront(target: FrontTarget, options: FrontOptions): Promise<Front> {
  let asked = 0
  const standIn = createServer((_request, response) => {
    asked += 1
    response.writeHead(200, { 'content-type': 'text/plain', connection: 'close' }).end('here')
  })
  await new Promise<void>((resolve, reject) => {
    standIn.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  try {
    options.lead(`http://127.0.0.1:${(standIn.address() as AddressInfo).port}`)
    const front = await (isStartableFront(target)
      ? startNginx(target, options)
      : useRunningService(target.url, READINESS, options.readyLimitMs).then(service => new Front(service)))
    if (asked > 0) return front
    await front[Symbol.asyncDispose]()
    throw new NotTestableError(
      `The reverse proxy at ${front.address} answered GET ${CHECK_PATH} 200, but nothing came from it to ${options.gateway}, where it has to find the gateway; lead /api/sse/ there.`,
    )
  } finally {
    standIn.closeAllConnections()
    standIn.close()
  }
}

async function startNginx(
  { command, directory, environment, identity, template }: Extract<FrontTarget, { command: string }>,
  { backend, gateway, onAccess, onExit, onLine, readyLimitMs }: FrontOptions,
): Promise<Front> {
  await using parts = new AsyncDisposableStack()
  const scratch = parts.use(new TemporaryDirectory())
  const accessLog = parts.use(await AccessLog.listen(onAccess))
  const places = { accessLog: accessLog.place, directory, scratch: scratch.path }
  const name = `reverse proxy (${identity.name})`
  const service = await startService(
    {
      name,
      start: (port, hooks) => {
        const addresses = { port: String(port), gateway, backend }
        scratch.write('nginx.conf', privateConfiguration(template, addresses, places))
        const commandLine = {
          command,
          args: instanceArguments(scratch.path),
          cwd: scratch.path,
          env: environment,
          scratch: scratch.path,
        }
        return startProgram(name, commandLine, hooks)
      },
      readiness: READINESS,
      variables: 'the placeholders of its configuration',
    },
    { readyLimitMs, onLine, onExit },
  )
  return new Front(service, parts.move())
}
