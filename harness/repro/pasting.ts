import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import getPort from 'get-port'
import { TemporaryDirectory } from '../gateway/temporary-directory.ts'
import { waitUntil } from '../process/index.ts'
import type { ByHandLine } from './by-hand.ts'

/** Longer than any recipe takes that is pasted in the tests, in milliseconds. */
const LIMIT_MS = 60_000

export interface Pasting {
  readonly shell: string
  /** What is set where the lines are pasted. */
  readonly environment?: Readonly<Record<string, string>>
}

/** The lines of each shell, which knows nothing of the variables of another. */
export function shellsOf(lines: readonly ByHandLine[]): string[][] {
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
export async function paste(lines: readonly ByHandLine[], pasting: Pasting): Promise<string[]> {
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
  try {
    for (const script of scripts) {
      const shell = new Shell(script, pasting, directory.path)
      shells.push(shell)
      if (/^node -e /m.test(script) && shells.length < scripts.length) await listening(ports.backend)
    }
    const last = shells.at(-1)
    await waitUntil('the last shell to be done', () => last === undefined || last.isOver, {
      limitMs: LIMIT_MS,
      lastSeen: () => last?.printed,
    })
    // What a gateway that ends says of its end may come a moment later than what its clients see of it.
    const endsItself = scripts.flatMap((script, n) => (/; echo "the gateway ended/.test(script) ? [n] : []))
    for (const n of endsItself) {
      if (scripts.some(script => script.includes('kill -'))) await shells[n]?.ended()
    }
    return shells.map(({ printed }) => printed)
  } finally {
    for (const shell of shells) shell.kill()
  }
}

/** A shell with a process group of its own. */
class Shell {
  printed = ''
  readonly #child: ChildProcess

  constructor(script: string, { environment, shell }: Pasting, temporary: string) {
    this.#child = spawn(shell, ['-c', script], {
      detached: true,
      env: { ...process.env, TMPDIR: temporary, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.printed += text
      })
    }
  }

  get isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  async ended(): Promise<void> {
    if (!this.isOver) await once(this.#child, 'exit', { signal: AbortSignal.timeout(LIMIT_MS) })
  }

  kill(): void {
    if (this.#child.pid === undefined) return
    try {
      process.kill(-this.#child.pid, 'SIGKILL')
    } catch {
      // The group has ended by itself.
    }
  }
}

/** Waits until somebody listens on a port. */
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
