import { Agent, type ClientRequest, request } from 'node:http'
import type { SendCommand } from '../contract/payloads.ts'
import { markerIn, type Timeline } from '../timeline/index.ts'

/** Sends may use one connection after another, but never one that the gateway is about to close for idleness. */
const IDLE_LIMIT_MS = 1_000

/** What became of one `POST /internal/send`. */
export interface Sent {
  /** Where it is recorded. */
  readonly timeline: Timeline
  readonly number: number
  readonly command: Partial<SendCommand>
  /** `undefined` when no answer came. */
  readonly status: number | undefined
  readonly contentType: string
  readonly body: string
  /** Why no answer came, e.g. `ECONNREFUSED`. */
  readonly failure: string | undefined
}

/** A send as it goes out: the body byte for byte, and its content type. */
export interface RawSend {
  readonly body: string | Buffer
  readonly contentType?: string
}

const agent = new Agent({ keepAlive: true, timeout: IDLE_LIMIT_MS })

let count = 0

/** The backend's side of the send edge. Records every exchange. */
export class SendClient {
  readonly #timeline: Timeline
  /** Where the backend believes the gateway to be. */
  address: string
  #unanswered = false

  constructor(timeline: Timeline, address: string) {
    this.#timeline = timeline
    this.address = address
  }

  send(command: SendCommand): Promise<Sent> {
    return this.sendRaw({ body: JSON.stringify(command) })
  }

  /** Never rejects: a send that got no answer says so in `failure`. */
  sendRaw(send: RawSend): Promise<Sent> {
    count += 1
    const number = count
    const raw = send.body.toString()
    const command = commandIn(raw)
    this.#timeline.record({
      kind: 'send-request',
      send: number,
      address: this.address,
      command,
      raw,
      fence: markerIn(command.event?.data ?? '') !== undefined,
    })
    return new Promise(resolve => {
      const fail = (failure: string): void => {
        this.#timeline.record({ kind: 'send-failed', send: number, why: failure })
        resolve({
          timeline: this.#timeline,
          number,
          command,
          status: undefined,
          contentType: '',
          body: '',
          failure,
        })
      }
      // A scenario that sends a hundred times shall not wait a hundred times for a gateway that fell silent.
      if (this.#unanswered) {
        fail('not tried, since an earlier send got no answer')
        return
      }
      let exchange: ClientRequest
      try {
        exchange = this.#ask(send)
      } catch (error) {
        fail(causeOf(error))
        return
      }
      const expiry = setTimeout(() => {
        this.#unanswered = true
        exchange.destroy(new Error(`no answer within ${this.#timeline.limitMs / 1000} s`))
      }, this.#timeline.limitMs)
      exchange.on('error', error => {
        clearTimeout(expiry)
        fail(causeOf(error))
      })
      exchange.on('response', response => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', error => {
          clearTimeout(expiry)
          fail(causeOf(error))
        })
        response.on('end', () => {
          clearTimeout(expiry)
          const body = Buffer.concat(chunks).toString()
          const status = response.statusCode ?? 0
          this.#timeline.record({ kind: 'send-response', send: number, status, body })
          resolve({
            timeline: this.#timeline,
            number,
            command,
            status,
            contentType: response.headers['content-type'] ?? '',
            body,
            failure: undefined,
          })
        })
      })
      exchange.end(send.body)
    })
  }

  /** @throws TypeError for an address or a content type that no request can have */
  #ask(send: RawSend): ClientRequest {
    return request(new URL('/internal/send', this.address), {
      method: 'POST',
      agent,
      headers: {
        'content-type': send.contentType ?? 'application/json',
        'content-length': Buffer.byteLength(send.body),
      },
    })
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return (error as NodeJS.ErrnoException).code ?? error.message
}

function commandIn(raw: string): Partial<SendCommand> {
  try {
    const parsed: unknown = JSON.parse(raw)
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch {
    return {}
  }
}
