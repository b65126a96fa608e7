import getPort from 'get-port'
import { blockedTree, exitInWords, type LogLine, type ProcessExit, Subprocess } from '../process/index.ts'
import { NotTestableError } from '../util/errors.ts'
import { lastLinesOf, withLastLines } from './output-tail.ts'
import { type Readiness, waitUntilReady } from './readiness.ts'

/** How many ports are tried when others take them between our choice and the start of what shall listen there. */
export const PORTS_TRIED = 3

/** A program that serves HTTP on a port that we choose. */
export interface ServiceProgram {
  /** How messages call it: `gateway ../SSEGateway`. */
  readonly name: string
  readonly commandLine: (port: number) => CommandLine
  readonly readiness: Readiness
  /** Names the variables to set when it is run by hand: `PORT and CALLBACK_URL`. */
  readonly variables: string
}

export interface CommandLine {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** A directory of its own, which goes with it when this program is killed. */
  readonly removesAfterKill?: string
}

export interface ServiceOptions {
  /** Milliseconds from the start until it is ready. */
  readonly readyLimitMs: number
  /** A free one is chosen when left out. */
  readonly port?: number | undefined
  /** Called when its process runs, long before it is ready. */
  readonly onStarted?: (() => void) | undefined
  readonly onLine?: ((line: LogLine) => void) | undefined
  readonly onExit?: ((exit: ProcessExit) => void) | undefined
}

/** A service that is ready. Disposing of it stops what we started, and leaves an external service running. */
export interface Service extends AsyncDisposable {
  /** E.g. `http://127.0.0.1:3000`. */
  readonly address: string
  /** `undefined` for an external service. */
  readonly process: Subprocess | undefined
}

/**
 * Starts a program on a free port and waits until it is ready.
 * @throws NotTestableError when it does not become ready, with what it printed last
 */
export async function startService(program: ServiceProgram, options: ServiceOptions): Promise<Service> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await getPort({ host: '127.0.0.1' }))
    const process = await startProgram(program.name, program.commandLine(port), options)
    options.onStarted?.()
    try {
      const address = `http://127.0.0.1:${port}`
      await waitUntilReady(address, program.readiness, {
        limitMs: options.readyLimitMs,
        gaveUp: () => earlyExit(program, process),
        place: 'the port it was told to take',
      })
      return { address, process, [Symbol.asyncDispose]: async () => void (await process.stop()) }
    } catch (error) {
      const ended = process.exit !== undefined
      const beforeStop = lastLinesOf(process)
      const blocked = await blockedTree(process)
      await process.stop()
      // What a process wrote just before its end is read only after it; what it says to our stopping is no evidence.
      const lines = ended ? lastLinesOf(process) : beforeStop
      if (blocked !== undefined && error instanceof NotTestableError) {
        throw new NotTestableError(
          `${error.message} It is stuck writing to its ${blocked}: the command that starts it does not read that; let it through or send it to a file.`,
        )
      }
      if (!ended && waitsForDebugger(lines) && error instanceof NotTestableError) {
        const { patience } = program.readiness
        const hint = `Node.js listens for a debugger, and with --inspect-brk waits for it: attach one, and give it time with ${patience} 120.`
        throw withLastLines(new NotTestableError(`${error.message} ${hint}`), lines)
      }
      if (!isPortTaken(lines) || attempt === PORTS_TRIED) throw withLastLines(error, lines)
    }
  }
}

/** Waits for an external service. @throws NotTestableError when it does not become ready */
export async function useRunningService(
  address: string,
  readiness: Readiness,
  limitMs: number,
): Promise<Service> {
  await waitUntilReady(address, readiness, { limitMs })
  return { address, process: undefined, [Symbol.asyncDispose]: async () => {} }
}

/** @throws NotTestableError when there is no such program, or it cannot be executed */
export function startProgram(
  name: string,
  commandLine: CommandLine,
  { onLine, onExit }: Pick<ServiceOptions, 'onLine' | 'onExit'>,
): Promise<Subprocess> {
  return Subprocess.start({
    ...commandLine,
    ...(onLine ? { onLine } : {}),
    ...(onExit ? { onExit } : {}),
  }).catch((error: Error) => {
    throw new NotTestableError(`The ${name} cannot be started: ${error.message}`)
  })
}

/** Whether a program reports that its port is taken; the port of its inspector does not count. */
export function isPortTaken(lines: readonly string[]): boolean {
  return lines.some(
    line => /EADDRINUSE|address already in use/i.test(line) && !/^Starting inspector/.test(line),
  )
}

/** Whether Node.js last printed that it waits for a debugger. */
function waitsForDebugger(lines: readonly string[]): boolean {
  return /^(?:Debugger listening on|For help, see: https:\/\/nodejs\.org\/)/.test(lines.at(-1) ?? '')
}

function earlyExit({ name, variables }: ServiceProgram, process: Subprocess): Error | undefined {
  if (process.exit === undefined) return undefined
  return new NotTestableError(
    `The ${name} ended with ${exitInWords(process.exit)} before it was ready. Run it by hand with ${variables} set to see why.`,
  )
}
