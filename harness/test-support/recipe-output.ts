import type { ManualStep } from '../reproduce/manual-steps.ts'
import { recipeClients } from '../reproduce/recipe-client.ts'
import { Steps } from '../reproduce/step.ts'
import { type HeaderValues, markerIn, type Timeline } from '../timeline/index.ts'
import { WireDecoder } from '../wire/sse-client/index.ts'

/** What is visible of a scenario, run by this program or by hand. */
export interface Seen {
  /** Status, content type and body of each answer that was waited for. */
  readonly answers: readonly string[]
  /** What each client that stayed has got, in their order. */
  readonly streams: readonly SeenStream[]
  /** The callbacks that the backend received, sorted. */
  readonly received: readonly string[]
  /** Exit codes. */
  readonly exits: readonly number[]
  /** How many bare connections stayed open. */
  readonly linesOpen: number
}

interface SeenStream {
  readonly head: string
  readonly events: readonly string[]
  readonly comments: number
  readonly isOpen: boolean
  /** It broke off. */
  readonly isCut: boolean
}

const SIGNALS: Readonly<Record<string, number>> = { SIGINT: 2, SIGTERM: 15 }

/** What this program has seen. */
export function seenIn(timeline: Timeline): Seen {
  const clients = recipeClients(timeline)
  const steps = new Steps(timeline, clients).all
  const statusOf = (stream: number): string[] => {
    const response = timeline.all('stream-response').find(entry => entry.stream === stream)
    if (response === undefined) return []
    return [answer(response.status, response.headers['content-type'], bodyOf(timeline, stream).toString())]
  }
  const sent = (send: number): string[] => {
    const response = timeline.all('send-response').find(entry => entry.send === send)
    return response === undefined ? [] : [answer(response.status, response.contentType, response.body)]
  }
  const lastFence = (token: string | undefined): number =>
    timeline.all('send-request').findLast(entry => entry.fence && entry.command.token === token)?.send ?? 0
  const stayed = steps.flatMap(step => (step.kind === 'ask' && !step.isOver ? [step.client] : []))
  return {
    answers: [
      ...steps.flatMap(step => {
        if (step.kind === 'ask' && step.isOver) return statusOf(step.client.request.stream)
        if (step.kind === 'send') return sent(step.send.send)
        if (step.kind === 'fence') return sent(lastFence(step.client.token))
        return []
      }),
      ...timeline.all('gateway-handled').flatMap(({ asked, text }) => {
        const status = /is answered (\d+)/.exec(text)?.[1]
        return asked === undefined || status === undefined ? [] : [status]
      }),
      ...answersIn(Buffer.concat(timeline.all('line-received').map(({ bytes }) => bytes)).toString('latin1')),
    ],
    streams: stayed.map(({ request: { stream } }) => {
      const end = timeline.all('stream-end').find(entry => entry.stream === stream)
      const response = timeline.all('stream-response').find(entry => entry.stream === stream)
      return {
        head: headOf(response?.status, response?.headers ?? {}),
        ...contentOf(bodyOf(timeline, stream)),
        isOpen: end === undefined,
        isCut: end?.how === 'reset',
      }
    }),
    received: [
      ...timeline.all('callback-request').flatMap(({ contentType, method, payload, stream, target }) =>
        clients.some(({ request }) => request.stream === stream)
          ? [
              call(
                { method, target, type: contentType, payload },
                clients.flatMap(({ token }) => token ?? []),
              ),
            ]
          : [],
      ),
      ...timeline.all('backend-request').map(({ method, target }) => `${method} ${target}`),
    ].toSorted(),
    exits: [
      ...timeline.all('gateway-exited').map(({ code, signal }) => code ?? 128 + (SIGNALS[signal ?? ''] ?? 0)),
      ...timeline
        .all('gateway-handled')
        .flatMap(({ text }) => /ended with exit code (\d+)$/.exec(text)?.[1] ?? [])
        .map(Number),
    ],
    linesOpen:
      new Set(timeline.all('line-sent').map(({ line }) => line)).size - timeline.all('line-ended').length,
  }
}

/** The same of a pasted recipe. */
export function seenOn(terminals: readonly string[], recipe: readonly ManualStep[]): Seen {
  // Of a gateway with other settings, this program has looked at the status alone.
  const isBrief = !recipe.some(line => line.startsWith('# in a third,'))
  const everything = terminals.join('\n')
  const [done = '', ...shown] = (terminals.at(-1) ?? '').split(/^client \d+:$/m)
  return {
    answers: answersIn(done).map(answer => (isBrief ? answer.slice(0, 3) : answer)),
    streams: shown.map(text => {
      const content = unescaped(text)
      const [, body = ''] = /\r?\n\r?\n(.*)/s.exec(content) ?? []
      return {
        head: headOf(/HTTP\/1\.1 (\d+)/.exec(content)?.[1], headersIn(content)),
        ...contentOf(
          Buffer.from(body.replace(/\(its stream is open\)\s*$/, '').replace(/curl: \(.*\n?$/, '')),
        ),
        isOpen: content.includes('(its stream is open)'),
        isCut: /^curl: \((?:18|56)\)/m.test(content),
      }
    }),
    received: callbacksOn(terminals[0] ?? '').toSorted(),
    exits: [...everything.matchAll(/the gateway ended with exit code (\d+)/g)].map(([, code]) =>
      Number(code),
    ),
    linesOpen: everything.split('(the connection is open)').length - 1,
  }
}

function bodyOf(timeline: Timeline, stream: number): Buffer {
  const chunks = timeline.all('stream-bytes').filter(entry => entry.stream === stream)
  return Buffer.concat(chunks.map(({ bytes }) => bytes))
}

/** Of the head of a stream, what a gateway decides. */
function headOf(status: number | string | undefined, headers: HeaderValues): string {
  const shown = Object.entries(headers).filter(([name]) =>
    /^(?:content-type|cache-control|access-control-.*)$/.test(name),
  )
  return [status ?? 'none', ...shown.map(([name, value]) => `${name}: ${value}`).toSorted()].join('; ')
}

function headersIn(text: string): Record<string, string> {
  const [head = ''] = text.trimStart().split(/\r?\n\r?\n/)
  return Object.fromEntries(
    [...head.matchAll(/^([\w-]+): *([^\r\n]*)/gm)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value,
    ]),
  )
}

function answer(status: number, contentType: unknown, body: string): string {
  const type = String(contentType ?? '').replace(/;.*/, '')
  const said = type === 'text/event-stream' ? JSON.stringify(contentOf(Buffer.from(body))) : body
  const lasting = said
    .trim()
    .replace(/127\.0\.0\.1:\d+/g, 'ADDRESS')
    .replace(/secret=[\w-]+/g, 'SECRET')
    .replace(/[0-9a-f-]{36}/g, 'TOKEN')
  return [status, type, lasting].join(' ').trimEnd()
}

interface Call {
  readonly method: string
  readonly target: string
  readonly type: string
  readonly payload: {
    readonly action: string
    readonly token: string
    readonly reason?: string
    readonly request?: { readonly url: string; readonly headers: HeaderValues }
  }
}

function callbacksOn(terminal: string): string[] {
  const calls = [...terminal.matchAll(/^([A-Z]+) (\/\S*) (\S*) (.*)$/gm)].map(
    ([, method = '', target = '', type = '', body = '']) => ({ method, target, type, body }),
  )
  const known: string[] = []
  return calls.map(({ body, ...request }) => {
    if (body === '') return `${request.method} ${request.target}`
    const payload = JSON.parse(body) as Call['payload']
    if (payload.action === 'connect' && !known.includes(payload.token)) known.push(payload.token)
    return call({ ...request, payload }, known)
  })
}

/** What every client says of itself. */
const USUAL = /^(?:host|connection|user-agent|accept.*|cache-control|pragma|sec-.*|x-conformance-stream)$/

/** A callback without what differs from run to run. */
function call({ method, payload, target, type }: Call, tokens: readonly string[]): string {
  const { action, reason = '', request, token } = payload
  const headers = Object.entries(request?.headers ?? {})
    .filter(([name]) => !USUAL.test(name))
    .map(([name, value]) => `${name} ${[value].flat().length}`)
  const whose = `stream ${tokens.indexOf(token) + 1 || 'unknown'}`
  return [
    method,
    target.replace(/=.*/, ''),
    type,
    action,
    reason,
    whose,
    request?.url,
    ...headers.toSorted(),
  ].join(' ')
}

function answersIn(text: string): string[] {
  return text.split(/^(?=HTTP\/1\.1 )/m).flatMap(part => {
    const [, status] = /^HTTP\/1\.1 (\d+)/.exec(part) ?? []
    if (status === undefined || status === '100') return []
    const [, body = ''] = /\r?\n\r?\n(.*)/s.exec(part) ?? []
    return [answer(Number(status), headersIn(part)['content-type'], bodyAlone(body))]
  })
}

/** Without the output of later commands. */
function bodyAlone(body: string): string {
  return body.replace(/^(?:curl: \(|\{"action":"disconnect"|\(the connection is |the gateway ).*$/gm, '')
}

/** Events and comments as they are on the wire, without fences. */
function contentOf(bytes: Buffer): Pick<SeenStream, 'events' | 'comments'> {
  const events: string[] = []
  let comments = 0
  const decoder = new WireDecoder({
    onEvent: ({ data, event }) => {
      const isFence = markerIn(data) !== undefined || event === 'fence' || data.includes('"type":"fence"')
      if (!isFence) events.push(JSON.stringify([event, data]))
    },
    onComment: () => {
      comments += 1
    },
  })
  decoder.feed(bytes)
  return { events, comments }
}

/** What `cat -v` made of it, undone; which it has been is to be seen of the head's line ends. */
function unescaped(text: string): string {
  if (!text.includes('^M\n')) return text
  const bytes = text.replace(
    /(M-)?(?:\^([?-_])|([ -~]))/g,
    (all, high?: string, control?: string, plain?: string) => {
      if (high === undefined && control === undefined) return all
      const code = control === undefined ? (plain ?? '').charCodeAt(0) : control.charCodeAt(0) ^ 0x40
      return String.fromCharCode(code | (high === undefined ? 0 : 0x80))
    },
  )
  return Buffer.from(bytes, 'latin1').toString()
}
