import { taskStream, versionStream } from '../../contract/stream-paths.ts'
import type { Outcome } from '../../scenario/outcome.ts'
import { withoutStreams } from '../first-stream.ts'
import type { Happening, ReceivedStream } from '../received-stream.ts'
import { Trace } from '../trace.ts'
import { AS_A_BROWSER, type Visit } from '../visit.ts'

const EXPECTED = '200 text/event-stream, not compressed'

/** A task stream and a version stream open, and what is written to them arrives at once. */
export async function checkStreams(visit: Visit): Promise<Outcome | undefined> {
  const closed = await withoutStreams(visit, 'deployment/streams-end-to-end')
  if (closed !== undefined) return closed
  const trace = new Trace()
  const task = await open(visit, trace, taskStream(visit.id))
  if (!(task instanceof Stream)) return task
  using _task = task
  const onTask = await task.next()
  const version = await open(visit, trace, versionStream(visit.id))
  if (!(version instanceof Stream)) return version
  using _version = version
  // The first is what the application says when a stream opens, the second a heartbeat.
  for (const what of ['an event or a heartbeat', 'a heartbeat']) {
    const happened = await version.next()
    if (happened !== 'bytes') return judgeSilence(trace, happened, what, version, onTask !== 'nothing')
  }
  return undefined
}

/** A stream that opened, with its evidence. */
class Stream implements Disposable {
  readonly #stream: ReceivedStream
  readonly #trace: Trace
  readonly #limitMs: number
  readonly target: string
  #shown = 0

  constructor(target: string, stream: ReceivedStream, trace: Trace, limitMs: number) {
    this.target = target
    this.#stream = stream
    this.#trace = trace
    this.#limitMs = limitMs
  }

  get seconds(): number {
    return this.#limitMs / 1_000
  }

  /** Whether it is the refusal that some gateways write as a stream. */
  get isRejected(): boolean {
    return /^event: ?rejected$/m.test(this.#stream.received)
  }

  async next(): Promise<Happening> {
    const happened = await this.#stream.next(this.#limitMs)
    const { received } = this.#stream
    const text = {
      bytes: received.slice(this.#shown),
      end: 'ends the stream',
      break: 'breaks the stream off',
      nothing: `nothing for ${this.seconds} s`,
    }[happened]
    this.#shown = received.length
    this.#trace.add('proxy  → client', text)
    return happened
  }

  [Symbol.dispose](): void {
    this.#stream[Symbol.dispose]()
  }
}

async function open(visit: Visit, trace: Trace, target: string): Promise<Stream | Outcome> {
  const { limitMs, heartbeatSeconds } = visit.settings
  const { stream, status, headers, failure } = await visit.site.ask(trace, { target, headers: AS_A_BROWSER })
  if (stream === undefined || status !== 200) {
    stream?.[Symbol.dispose]()
    return trace.fails({
      party: 'undecided',
      between: ['backend', 'deployment'],
      what: 'stream-refused',
      expected: EXPECTED,
      summary: `GET ${target} was answered ${status ?? `nothing (${failure})`}, though a version stream opened before it.`,
    })
  }
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return new Stream(target, stream, trace, heartbeatSeconds * 1_000 + limitMs)
  stream[Symbol.dispose]()
  return trace.fails({
    party: 'deployment',
    what: 'stream-compressed',
    expected: EXPECTED,
    summary: `GET ${target} was answered with Content-Encoding: ${encoding}. A gateway does not compress a stream; a compressor holds events back until it has enough.`,
  })
}

/** @param cameOnTask whether something came on the task stream, which the backend ends by itself */
function judgeSilence(
  trace: Trace,
  happened: Exclude<Happening, 'bytes'>,
  what: string,
  version: Stream,
  cameOnTask: boolean,
): Outcome {
  const { target, seconds } = version
  if (happened === 'break') {
    return trace.fails({
      party: 'deployment',
      what: 'stream-cut',
      expected: what,
      summary: `The stream GET ${target} was broken off in the middle, without the end that a gateway writes.`,
    })
  }
  if (happened === 'end' && version.isRejected) {
    return trace.fails({
      party: 'undecided',
      between: ['backend', 'deployment'],
      what: 'stream-refused',
      expected: what,
      summary: `GET ${target} was answered with a stream that says "rejected" and ends: the backend refused the callback of the gateway. Either it refuses this stream, or the secret of the gateway is wrong, or the reverse proxy changed the path.`,
    })
  }
  if (happened === 'end') {
    return trace.fails({
      party: 'undecided',
      between: ['gateway', 'backend'],
      what: 'stream-ended',
      expected: what,
      summary: `The stream GET ${target} ended before ${what} came on it.`,
    })
  }
  const silent = `GET ${target} was answered with a stream, and on it came nothing for ${seconds} s`
  if (cameOnTask) {
    return trace.fails({
      party: 'deployment',
      what: 'stream-buffered',
      expected: what,
      summary: `${silent}, though a gateway writes a heartbeat in that time. On the task stream, which ends, something did come: what is written is held back until a stream ends or a buffer is full.`,
    })
  }
  return trace.fails({
    party: 'undecided',
    between: ['gateway', 'deployment'],
    what: 'stream-silent',
    expected: what,
    summary: `${silent}. Either the gateway wrote nothing (its heartbeat has another interval than --heartbeat says), or the reverse proxy holds it back.`,
  })
}
