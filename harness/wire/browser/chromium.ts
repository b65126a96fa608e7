import type { Browser } from 'playwright-core'
import { inheritedEnvironment, SpawnError, Subprocess, waitUntil } from '../../process/index.ts'
import { NotTestableError, WaitTimeoutError } from '../../util/errors.ts'
import { TemporaryDirectory } from '../../util/temporary-directory.ts'

const FLAGS = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-dev-shm-usage',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--remote-debugging-port=0',
  // A page of another origin asks a gateway on this machine, and nobody is there to allow it.
  '--disable-features=LocalNetworkAccessChecks',
]

const LISTENS = /^DevTools listening on (ws:\/\/127\.0\.0\.1:\d+\/\S+)$/

const START_LIMIT_MS = 30_000

export interface ChromiumOptions {
  readonly program: string
  readonly flags?: readonly string[]
}

/** A Chromium of our own, with a profile of its own. It ends with this program, however that ends, and so does its profile. */
export class Chromium implements AsyncDisposable {
  readonly browser: Browser
  readonly #process: Subprocess
  readonly #profile: TemporaryDirectory

  private constructor(browser: Browser, subprocess: Subprocess, profile: TemporaryDirectory) {
    this.browser = browser
    this.#process = subprocess
    this.#profile = profile
  }

  /** @throws NotTestableError when it does not start */
  static async start({ program, flags = [] }: ChromiumOptions): Promise<Chromium> {
    const profile = new TemporaryDirectory()
    const stack = new AsyncDisposableStack()
    stack.use(profile)
    try {
      // Chromium's sandbox does not work for root.
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
      const subprocess = await Subprocess.start({
        command: program,
        args: [...FLAGS, ...sandbox, ...flags, `--user-data-dir=${profile.path}`, 'about:blank'],
        // Whatever it keeps in its user's folders goes into the profile too.
        env: { ...inheritedEnvironment(), ...foldersIn(profile.path) },
        removesAfterKill: profile.path,
      })
      stack.use(subprocess)
      const address = await waitUntil(
        'Chromium to listen for its control connection',
        () => {
          if (subprocess.exit !== undefined) throw new NotTestableError(ended(program, subprocess))
          return subprocess.lines.map(({ text }) => LISTENS.exec(text.trim())?.[1]).find(Boolean)
        },
        { limitMs: START_LIMIT_MS, lastSeen: () => lastLine(subprocess) },
      )
      // Loaded only where a browser plays: it is large.
      const { chromium } = await import('playwright-core')
      const browser = await chromium.connectOverCDP(address, { timeout: START_LIMIT_MS })
      stack.move()
      return new Chromium(browser, subprocess, profile)
    } catch (error) {
      await stack.disposeAsync()
      if (error instanceof SpawnError || error instanceof WaitTimeoutError) {
        throw new NotTestableError(`The browser ${program} does not start: ${error.message}`)
      }
      throw error
    }
  }

  get version(): string {
    return this.browser.version()
  }

  get pid(): number {
    return this.#process.pid
  }

  /** The directory of its profile. */
  get profile(): string {
    return this.#profile.path
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close().catch(() => {})
    await this.#process[Symbol.asyncDispose]()
    this.#profile[Symbol.dispose]()
  }
}

function foldersIn(path: string): Record<string, string> {
  return { HOME: path, XDG_CONFIG_HOME: path, XDG_CACHE_HOME: path, TMPDIR: path }
}

function ended(program: string, { exit, lines }: Subprocess): string {
  const last = lines.findLast(({ text }) => text.trim() !== '')?.text
  return `The browser ${program} ended at once (${exit?.code ?? exit?.signal})${last === undefined ? '' : `; it printed last: ${last}`}.`
}

function lastLine({ lines }: Subprocess): string {
  return lines.findLast(({ text }) => text.trim() !== '')?.text ?? 'no output'
}
