import getPort from 'get-port'
import { NotTestable } from '../failure.ts'
import { type LogLine, type ProcessExit, Subprocess } from '../process/index.ts'
import { blockedFamily } from './blocked-family.ts'
import { waitUntilReady } from './readiness.ts'
import { isStartable, type StartableTarget, type Target } from './target.ts'

/** How many ports are tried when others take them between our choice and the gateway's start. */
const PORTS_TRIED = 3

/** How much of its output is quoted when it does not become ready. */
const LAST_LINES = 5

export interface GatewayOptions {
  readonly callbackUrl: string
  readonly heartbeatSeconds?: number
  /** A free one is chosen when left out. */
  readonly port?: number
  /** Milliseconds from the start to `/readyz` 200. */
  readonly readyLimitMs?: number
  /** Called when its process runs, long before it is ready; not for one that somebody else runs. */
  readonly onStarted?: () => void
  readonly onLine?: (line: LogLine) => void
  readonly onExit?: (exit: ProcessExit) => void
}

/** A gateway that is ready. Disposing of it stops what was started, and leaves alone what somebody else runs. */
export interface Gateway extends AsyncDisposable {
  /** E.g. `http://127.0.0.1:3000`. */
  readonly address: string
  /** `undefined` when somebody else runs it. */
  readonly process: Subprocess | undefined
}

/** @throws NotTestable when it does not become ready */
export async function startGateway(target: Target, options: GatewayOptions): Promise<Gateway> {
  const readyLimitMs = options.readyLimitMs ?? 15_000
  if (!isStartable(target)) {
    await waitUntilReady(target.url, readyLimitMs)
    return { address: target.url, process: undefined, [Symbol.asyncDispose]: async () => {} }
  }
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await getPort({ host: '127.0.0.1' }))
    const process = await Subprocess.start({
      ...commandLine(target, environmentFor(port, options)),
      ...(options.onLine ? { onLine: options.onLine } : {}),
      ...(options.onExit ? { onExit: options.onExit } : {}),
    }).catch((error: Error) => {
      throw new NotTestable(`The gateway ${target.identity.name} cannot be started: ${error.message}`)
    })
    options.onStarted?.()
    try {
      const address = `http://127.0.0.1:${port}`
      await waitUntilReady(
        address,
        readyLimitMs,
        () => earlyExit(target, process),
        'the port it was told to take',
      )
      return { address, process, [Symbol.asyncDispose]: async () => void (await process.stop()) }
    } catch (error) {
      const ended = process.exit !== undefined
      const beforeStop = process.lastLines(LAST_LINES)
      const blocked = await blockedFamily(process)
      await process.stop()
      // What a process wrote just before its end is read only after it; what it says to our stopping is no evidence.
      const lines = (ended ? process.lastLines(LAST_LINES) : beforeStop).map(line => line.text)
      if (blocked !== undefined && error instanceof NotTestable) {
        throw new NotTestable(
          `${error.message} It is stuck writing to its ${blocked}: the command that starts it does not read that; let it through or send it to a file.`,
        )
      }
      const taken = lines.some(line => /EADDRINUSE|address already in use/i.test(line))
      if (!taken || attempt === PORTS_TRIED) throw withLastLines(error, lines)
    }
  }
}

/** What a gateway is told through its environment. */
export function environmentFor(
  port: number,
  { callbackUrl, heartbeatSeconds = 15 }: Pick<GatewayOptions, 'callbackUrl' | 'heartbeatSeconds'>,
): Record<string, string> {
  return {
    PORT: String(port),
    CALLBACK_URL: callbackUrl,
    HEARTBEAT_INTERVAL_SECONDS: String(heartbeatSeconds),
  }
}

/** How a target is started with these settings; `{port}` and `{callbackUrl}` in its arguments are filled in. */
export function commandLine(target: StartableTarget, told: Readonly<Record<string, string>>) {
  const fill = (argument: string): string =>
    argument.replaceAll('{port}', told.PORT ?? '').replaceAll('{callbackUrl}', told.CALLBACK_URL ?? '')
  return {
    command: target.command,
    args: target.args.map(fill),
    cwd: target.workingDirectory,
    env: { ...target.environment, ...told },
  }
}

function earlyExit(target: StartableTarget, process: Subprocess): Error | undefined {
  if (process.exit === undefined) return undefined
  const { code, signal } = process.exit
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`
  return new NotTestable(
    `The gateway ${target.identity.name} ended with ${how} before it was ready. ` +
      'Run it by hand with PORT and CALLBACK_URL set to see why.',
  )
}

function withLastLines(error: unknown, lines: readonly string[]): unknown {
  if (!(error instanceof NotTestable)) return error
  const said =
    lines.length === 0
      ? 'It printed nothing.'
      : `Its last words:\n${lines.map(line => `  ${line}`).join('\n')}`
  return new NotTestable(`${error.message} ${said}`)
}
