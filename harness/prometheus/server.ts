import { inheritedEnvironment, waitUntil } from '../process/index.ts'
import { type Readiness, type Service, sendRequest, startService } from '../service/index.ts'
import { NotTestableError, WaitTimeoutError } from '../util/errors.ts'
import { parseJson } from '../util/parse-json.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'

const READINESS: Readiness = {
  kind: 'Prometheus',
  path: '/-/ready',
  refusesPages: false,
  advice: 'run it by hand to see why it does not become ready.',
  patience: '--backend-startup-timeout',
}

export interface PrometheusOptions {
  readonly server: string
  /** What it scrapes besides itself: `host:port`. */
  readonly target: string
  readonly intervalSeconds?: number
  readonly readyLimitMs: number
}

/** One value of a series at a moment. */
interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** How the last scrape of the target went. */
interface TargetState {
  readonly isUp: boolean
  readonly lastError: string
}

/** The name of the job that scrapes the target. */
const JOB = 'backend'

/** A Prometheus server of our own, with its data in a directory of its own. Disposing of it stops it and removes both. */
export class PrometheusServer implements AsyncDisposable {
  readonly #service: Service
  readonly #directory: TemporaryDirectory

  private constructor(service: Service, directory: TemporaryDirectory) {
    this.#service = service
    this.#directory = directory
  }

  /** @throws NotTestableError when it does not become ready, with what it printed last */
  static async start({
    server,
    target,
    intervalSeconds = 1,
    readyLimitMs,
  }: PrometheusOptions): Promise<PrometheusServer> {
    const directory = new TemporaryDirectory()
    let service: Service | undefined
    try {
      const configuration = directory.write('prometheus.yml', scrapeConfiguration(target, intervalSeconds))
      service = await startService(
        {
          name: 'Prometheus server',
          commandLine: port => ({
            command: server,
            args: [
              `--config.file=${configuration}`,
              `--storage.tsdb.path=${directory.path}/data`,
              `--web.listen-address=127.0.0.1:${port}`,
              '--log.level=warn',
            ],
            cwd: directory.path,
            env: inheritedEnvironment(),
            removesAfterKill: directory.path,
          }),
          readiness: READINESS,
          variables: '--config.file and --storage.tsdb.path',
        },
        { readyLimitMs },
      )
      const started = new PrometheusServer(service, directory)
      await started.#untilFirstScrape(readyLimitMs)
      return started
    } catch (error) {
      await service?.[Symbol.asyncDispose]()
      directory[Symbol.dispose]()
      throw error
    }
  }

  /** E.g. `http://127.0.0.1:9090`. */
  get address(): string {
    return this.#service.address
  }

  /** The value of every series of an expression. @throws Error with what it says of an expression that it refuses */
  async query(expression: string): Promise<readonly Sample[]> {
    const { result } = (await this.#get(`/api/v1/query?query=${encodeURIComponent(expression)}`)) as {
      result: readonly { metric: Record<string, string>; value: readonly [number, string] }[]
    }
    return result.map(({ metric, value: [, text] }) => ({
      labels: metric,
      value: Number(text.replace('Inf', 'Infinity')),
    }))
  }

  /** The type that the target states of a metric; `undefined` when it has none of that name. */
  async typeOf(metric: string): Promise<string | undefined> {
    const found = (await this.#get(`/api/v1/metadata?metric=${metric}`)) as Record<
      string,
      readonly { type: string }[]
    >
    return found[metric]?.[0]?.type
  }

  /** `undefined` before the first scrape. */
  async target(): Promise<TargetState | undefined> {
    const { activeTargets } = (await this.#get('/api/v1/targets?state=active')) as {
      activeTargets: readonly { labels: { job: string }; health: string; lastError: string }[]
    }
    const found = activeTargets.find(({ labels, health }) => labels.job === JOB && health !== 'unknown')
    return found === undefined ? undefined : { isUp: found.health === 'up', lastError: found.lastError }
  }

  /** It looks for its targets every few seconds only. */
  async #untilFirstScrape(limitMs: number): Promise<void> {
    try {
      await waitUntil('the first scrape', () => this.target(), { limitMs, intervalMs: 50 })
    } catch (error) {
      if (!(error instanceof WaitTimeoutError)) throw error
      throw new NotTestableError(
        `The Prometheus server scraped nothing within ${limitMs / 1_000} s of its start; give it time with ${READINESS.patience}.`,
      )
    }
  }

  async #get(target: string): Promise<unknown> {
    const limitMs = 10_000
    const { status, body, failure } = await sendRequest(this.address, { method: 'GET', target, limitMs })
    const answer = parseJson(body) as { status?: string; data?: unknown; error?: string } | undefined
    if (answer?.status === 'success') return answer.data
    throw new Error(`Prometheus answered ${target} with ${failure ?? `${status} ${answer?.error ?? body}`}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]()
    this.#directory[Symbol.dispose]()
  }
}

function scrapeConfiguration(target: string, intervalSeconds: number): string {
  const configuration = {
    global: { scrape_interval: `${intervalSeconds}s`, scrape_timeout: `${intervalSeconds}s` },
    scrape_configs: [{ job_name: JOB, static_configs: [{ targets: [target] }] }],
  }
  // JSON is YAML.
  return JSON.stringify(configuration)
}
