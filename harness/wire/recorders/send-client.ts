import { Agent, type ClientRequest, request } from 'node:http'
import { SEND_PATH } from '../../contract/paths.ts'
import type { SendCommand } from '../../contract/payloads.ts'
import { markerIn, nextSend, type SendFailure, type Timeline } from '../../timeline/index.ts'
import { parseJson } from '../../util/parse-json.ts'
import { connectionBroke } from '../http-request.ts'
import { recordedSend, type SendResult } from './recorded-send.ts'

/** Sends may use one connection after another, but never one that the gateway is about to close for idleness. */
const IDLE_LIMIT_MS = 1_000

/** A send as it goes out, byte for byte. What is left out is as an ordinary backend has it. */
export interface RawSend {
  readonly body: string | Buffer
  /** `application/json` when left out; an empty one sends no such header. */
  readonly contentType?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent in pieces of so many bytes, chunked, instead of as a whole with its length. */
  readonly pieces?: number
  /** Announces the whole length and cuts the connection after so many bytes. */
  readonly cutAfter?: number
}

const agent = new Agent({ keepAlive: true, timeout: IDLE_LIMIT_MS })

/** The backend's side of the send edge. Records every exchange. */
export class SendClient {
  readonly #timeline: Timeline
  /** Where the backend believes the gateway to be. */
  address: string
  readonly #wire: { readonly to: string; readonly from: string } | undefined
  #unanswered = false

  /** @param through where the wire to that address begins, when it is not the address itself */
  constructor(timeline: Timeline, address: string, through?: string) {
    this.#timeline = timeline
    this.address = address
    this.#wire = through === undefined ? undefined : { to: address, from: through }
  }

  send(command: SendCommand): Promise<SendResult> {
    return this.sendRaw({ body: JSON.stringify(command) })
  }

  /** Never rejects: a send that got no answer says so in `failure`. */
  sendRaw(send: RawSend): Promise<SendResult> {
    const number = nextSend()
    const raw = send.body.toString()
    const command = commandIn(raw)
    this.#timeline.record({
      kind: 'send-request',
      send: number,
      method: send.method ?? 'POST',
      address: this.address,
      command,
      raw,
      ...unusual(send, raw),
      fence: markerIn(command.event?.data ?? '') !== undefined,
    })
    return new Promise(resolve => {
      const fail = (failure: string, reason: SendFailure): void => {
        this.#timeline.record({ kind: 'send-failed', send: number, reason, why: failure })
        resolve(recordedSend(this.#timeline, number) as SendResult)
      }
      // A scenario that sends a hundred times shall not wait a hundred times for a gateway that fell silent.
      if (this.#unanswered) {
        fail('not tried, since an earlier send got no answer', 'not-tried')
        return
      }
      let exchange: ClientRequest
      try {
        exchange = this.#ask(send)
      } catch (error) {
        fail(causeOf(error), 'other')
        return
      }
      let hasExpired = false
      const failBy = (error: Error): void => {
        clearTimeout(expiry)
        fail(causeOf(error), hasExpired ? 'timeout' : connectionBroke(error) ? 'broken' : 'other')
      }
      const expiry = setTimeout(() => {
        this.#unanswered = true
        hasExpired = true
        exchange.destroy(new Error(`no answer within ${this.#timeline.limitMs / 1000} s`))
      }, this.#timeline.limitMs)
      exchange.on('error', failBy)
      exchange.on('response', response => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', failBy)
        response.on('end', () => {
          clearTimeout(expiry)
          const body = Buffer.concat(chunks).toString()
          const status = response.statusCode ?? 0
          const contentType = response.headers['content-type'] ?? ''
          this.#timeline.record({ kind: 'send-response', send: number, status, body, contentType })
          resolve(recordedSend(this.#timeline, number) as SendResult)
        })
      })
      transmit(exchange, send)
    })
  }

  /** @throws TypeError for an address, a method or a header that no request can have */
  #ask({ body, contentType = 'application/json', method = 'POST', headers = {}, pieces, cutAfter }: RawSend) {
    const from = this.#wire?.to === this.address ? this.#wire.from : this.address
    return request(new URL(SEND_PATH, from), {
      method,
      // A connection that is cut must not be shared.
      agent: cutAfter === undefined ? agent : false,
      headers: {
        ...(contentType === '' ? {} : { 'content-type': contentType }),
        ...(pieces === undefined ? { 'content-length': Buffer.byteLength(body) } : {}),
        ...headers,
      },
    })
  }
}

function transmit(exchange: ClientRequest, { body, pieces, cutAfter }: RawSend): void {
  const bytes = Buffer.from(body as string)
  if (cutAfter !== undefined) {
    exchange.write(bytes.subarray(0, cutAfter), () => exchange.destroy(new Error('cut by the harness')))
  } else if (pieces === undefined) {
    exchange.end(body)
  } else {
    for (let at = 0; at < bytes.length; at += pieces) exchange.write(bytes.subarray(at, at + pieces))
    exchange.end()
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return (error as NodeJS.ErrnoException).code ?? error.message
}

/** What has to be recorded of a send that is not as an ordinary backend has it. */
function unusual({ body, contentType, cutAfter, headers, pieces }: RawSend, raw: string) {
  const isText = typeof body === 'string' || Buffer.from(raw).equals(body)
  return {
    ...(contentType === undefined || contentType === 'application/json' ? {} : { sentAs: contentType }),
    ...(headers === undefined ? {} : { headers }),
    ...(isText ? {} : { octets: body.toString('latin1') }),
    ...(cutAfter === undefined && pieces === undefined ? {} : ({ isSpecial: true } as const)),
  }
}

/** The command in the body of a send; an empty one for a body that is no JSON object. */
export function commandIn(raw: string): Partial<SendCommand> {
  const parsed = parseJson(raw)
  return typeof parsed === 'object' && parsed !== null ? parsed : {}
}
