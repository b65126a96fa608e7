import { once } from 'node:events'
import { connect } from 'node:net'
import getPort from 'get-port'
import { cleanedEnvironment, Subprocess, waitUntil } from '../process/index.ts'
import type { ManualStep } from '../reproduce/manual-steps.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'

/** Longer than any recipe takes that is pasted in the tests, in milliseconds. */
const LIMIT_MS = 60_000

export interface Pasting {
  readonly shell: string
  /** What is set where the lines are pasted. */
  readonly environment?: Readonly<Record<string, string>>
}

/** The lines of each shell, which knows nothing of the variables of another. */
export function shellsOf(lines: readonly ManualStep[]): string[][] {
  const shells: string[][] = []
  for (const line of lines) {
    if (/^# in (?:one terminal|another|a third),/.test(line)) shells.push([])
    shells.at(-1)?.push(line)
  }
  return shells
}

/**
 * Pastes a recipe as it is printed, but for the ports, each block into a shell of its own that is opened when the one
 * before it has something that listens or has ended. Nothing of it is left when it is done.
 * @returns what each shell has printed
 */
export async function paste(lines: readonly ManualStep[], pasting: Pasting): Promise<string[]> {
  using directory = new TemporaryDirectory()
  const ports = { gateway: await getPort(), backend: await getPort() }
  const scripts = shellsOf(lines).map(shell =>
    shell
      .map(line =>
        line.replace(
          /^GATEWAY_PORT=\d+ BACKEND_PORT=\d+$/,
          `GATEWAY_PORT=${ports.gateway} BACKEND_PORT=${ports.backend}`,
        ),
      )
      .join('\n'),
  )
  const shells: Shell[] = []
  await using running = new AsyncDisposableStack()
  for (const script of scripts) {
    const shell = running.use(new Shell(script, pasting, directory.path))
    shells.push(shell)
    if (/^node -e /m.test(script) && shells.length < scripts.length) await listening(ports.backend)
  }
  await shells.at(-1)?.ended()
  // The last output of a stopping gateway may come a moment later than the end of its streams.
  if (scripts.some(script => /kill -(?:TERM|INT) /.test(script))) {
    const ending = scripts.findIndex(script => script.includes('; echo "the gateway ended'))
    await shells[ending]?.ended()
  }
  // What was printed is complete when its shell has ended. The stand-in goes first, and so hears nothing of how the others end.
  for (const shell of shells) await shell[Symbol.asyncDispose]()
  return shells.map(({ printed }) => printed)
}

/** A shell, and what it prints. */
class Shell implements AsyncDisposable {
  readonly #printed: string[] = []
  readonly #running: Promise<Subprocess>
  #isOver = false

  constructor(script: string, { environment, shell }: Pasting, temporary: string) {
    this.#running = Subprocess.start({
      command: shell,
      args: ['-c', script],
      env: { ...cleanedEnvironment(), TMPDIR: temporary, ...environment },
      onLine: ({ text }) => this.#printed.push(text),
      onExit: () => {
        this.#isOver = true
      },
    })
  }

  get printed(): string {
    return this.#printed.map(line => `${line}\n`).join('')
  }

  get isOver(): boolean {
    return this.#isOver
  }

  async ended(): Promise<void> {
    await waitUntil('a shell to be done', () => this.#isOver, {
      limitMs: LIMIT_MS,
      lastSeen: () => this.printed,
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#running).stop()
  }
}

/** Waits until a port has a listener. */
async function listening(port: number): Promise<void> {
  await waitUntil(`the stand-in to listen on port ${port}`, async () => {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return true
    } catch {
      return false
    } finally {
      socket.destroy()
    }
  })
}
