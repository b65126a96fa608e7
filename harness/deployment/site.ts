import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { ReceivedStream } from './received-stream.ts'
import type { Place } from './settings.ts'
import type { Trace } from './trace.ts'
import { describeTransportFailure } from './transport-failure.ts'

/** A body is read up to here, in bytes. */
const MAX_BODY = 65_536

export interface Question {
  readonly method?: 'GET' | 'POST'
  /** It is added to the URL of the place as it stands. */
  readonly target?: string
  /** What evidence shows instead of the target. */
  readonly shown?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What came back. */
export interface Reply {
  /** `undefined` when no answer came. */
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  /** Without parameters, in lower case. */
  readonly type: string
  /** The beginning of it. Empty for a stream. */
  readonly body: string
  /** Set for an event stream; whoever asked closes it. */
  readonly stream?: ReceivedStream
  /** Why no answer came, as a clause. */
  readonly failure?: string
}

/** One place of a system that runs: asks it, and keeps the evidence. Follows no redirect, so that it contacts nobody else. */
export class Site {
  readonly url: string
  readonly #authorization: string | undefined
  readonly #limitMs: number
  readonly #name: string

  /** @param name who answers there, for evidence */
  constructor({ url, authorization }: Place, name: string, limitMs: number) {
    this.url = url
    this.#authorization = authorization
    this.#limitMs = limitMs
    this.#name = name
  }

  /** Asks once, on a connection of its own. Never rejects: a question without an answer says so in `failure`. */
  async ask(trace: Trace, question: Question): Promise<Reply> {
    const { method = 'GET', target = '', shown = target } = question
    trace.add(`client  → ${this.#name}`, `${method} ${new URL(this.url).pathname.replace(/\/$/, '')}${shown}`)
    const reply = await this.#exchange(question)
    trace.add(`${this.#name} → client`, described(reply))
    return reply
  }

  #exchange({ method = 'GET', target = '', headers = {}, body = '' }: Question): Promise<Reply> {
    return new Promise(resolve => {
      const nothing = { status: undefined, headers: {}, type: '', body: '' }
      const { protocol, hostname, port, pathname } = new URL(this.url)
      const outgoing = (protocol === 'https:' ? httpsRequest : httpRequest)({
        agent: false,
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port,
        method,
        // As it stands: a URL would take dots and repeated slashes out.
        path: `${pathname.replace(/\/$/, '')}${target}` || '/',
        headers: {
          'user-agent': 'sse-conformance',
          ...(this.#authorization === undefined ? {} : { authorization: this.#authorization }),
          ...(method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      })
      const expiry = setTimeout(() => {
        outgoing.destroy()
        const failure = `${new URL(this.url).host} did not answer within ${this.#limitMs / 1000} s; give it time with --timeout`
        resolve({ ...nothing, failure })
      }, this.#limitMs)
      outgoing.on('response', response => {
        clearTimeout(expiry)
        void replyOf(response, this.#limitMs).then(resolve)
      })
      outgoing.on('error', error => {
        clearTimeout(expiry)
        resolve({ ...nothing, failure: describeTransportFailure(error, this.url) })
      })
      outgoing.end(body)
    })
  }
}

async function replyOf(response: IncomingMessage, limitMs: number): Promise<Reply> {
  const { headers, statusCode: status } = response
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === 'text/event-stream') {
    return { status, headers, type, body: '', stream: new ReceivedStream(response) }
  }
  return { status, headers, type, body: await bodyOf(response, limitMs) }
}

/** The beginning of a body, as far as it comes in time. */
function bodyOf(response: IncomingMessage, limitMs: number): Promise<string> {
  return new Promise(resolve => {
    let body = ''
    const done = (): void => {
      clearTimeout(expiry)
      response.destroy()
      resolve(body)
    }
    const expiry = setTimeout(done, limitMs)
    response.setEncoding('utf8')
    response.on('data', (text: string) => {
      body += text
      if (body.length > MAX_BODY) done()
    })
    response.on('error', done)
    response.on('close', done)
  })
}

function described({ status, type, body, headers, failure }: Reply): string {
  if (failure !== undefined) return failure
  const location = headers.location === undefined ? '' : ` to ${headers.location}`
  const shown = body === '' ? '' : `  ${body.length <= 120 ? body : `${body.slice(0, 120)}…`}`
  return `${status}${location} ${type === '' ? '(no content type)' : type}${shown}`
}
