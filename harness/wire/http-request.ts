import { type IncomingHttpHeaders, request } from 'node:http'

/** One request over HTTP, as it goes out. */
export interface HttpRequest {
  readonly method: string
  /** The request target, the query included. */
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Milliseconds until the asker gives up. */
  readonly limitMs: number
}

/** What came back. */
export interface HttpResponse {
  /** `undefined` when no answer came. */
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly contentType: string
  readonly body: string
  /** Why no answer came, e.g. `ECONNREFUSED`. */
  readonly failure: string | undefined
  /** No answer came, because the connection broke or was refused. */
  readonly broke?: true
}

/** Asks once, on a connection of its own. Never rejects: a question without an answer says so in `failure`. */
export function sendRequest(address: string, question: HttpRequest): Promise<HttpResponse> {
  return new Promise(resolve => {
    let expiry: NodeJS.Timeout | undefined
    const settle = (reply: Partial<HttpResponse>): void => {
      clearTimeout(expiry)
      resolve({ status: undefined, headers: {}, contentType: '', body: '', failure: undefined, ...reply })
    }
    try {
      const { method, target, headers = {}, body = '' } = question
      const length = method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) }
      const { hostname, port } = new URL(address)
      const outgoing = request(
        { agent: false, hostname, port, path: target, method, headers: { ...length, ...headers } },
        incoming => {
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('error', error => settle(failedBy(error)))
          incoming.on('end', () =>
            settle({
              status: incoming.statusCode,
              headers: incoming.headers,
              contentType: incoming.headers['content-type'] ?? '',
              body: Buffer.concat(chunks).toString(),
            }),
          )
        },
      )
      outgoing.on('error', error => settle(failedBy(error)))
      expiry = setTimeout(() => {
        settle({ failure: `no answer within ${question.limitMs / 1000} s` })
        outgoing.destroy()
      }, question.limitMs)
      outgoing.end(body)
    } catch (error) {
      settle(failedBy(error))
    }
  })
}

function failedBy(error: unknown): Pick<HttpResponse, 'failure' | 'broke'> {
  const failure = (error as NodeJS.ErrnoException).code ?? String(error)
  return connectionBroke(error) ? { failure, broke: true } : { failure }
}

const BREAKS = /^E(?:CONN[A-Z]+|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH)$/

/** Whether an error says that a connection broke or was refused. */
export function connectionBroke(error: unknown): boolean {
  return BREAKS.test((error as Partial<NodeJS.ErrnoException> | null)?.code ?? '')
}
