import { isSomeJson } from '../../contract/index.ts'
import { SEND_PATH } from '../../contract/paths.ts'
import { quoted } from '../../redaction/printable.ts'
import { declaredType, type Entry, type EntryOf, markerIn, type Timeline } from '../index.ts'
import { describeEnd } from './describe-end.ts'

export const ARROWS = {
  'client→gateway': 'client  → gateway',
  'gateway→client': 'gateway → client ',
  'client→front': 'client  → front  ',
  'front→client': 'front   → client ',
  'front→gateway': 'front   → gateway',
  'gateway→front': 'gateway → front  ',
  'gateway→backend': 'gateway → backend',
  'backend→gateway': 'backend → gateway',
  'harness→backend': 'harness → backend',
  'harness→gateway': 'harness → gateway',
  'gateway→harness': 'gateway → harness',
  gateway: 'gateway          ',
  front: 'front            ',
  harness: 'harness          ',
  backend: 'backend          ',
  network: 'network          ',
} as const

const TOKEN = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi

/** From whom to whom, and what. */
export type Description = readonly [keyof typeof ARROWS, string]

/** The markers printed so far, and their numbers. */
export type MarkerNumbers = Map<string, number>

/** What an entry comes to in words; `undefined` for one that another stands for. */
export function describeEntry(
  timeline: Timeline,
  entry: Entry,
  markers: MarkerNumbers,
): Description | undefined {
  const description = describe(timeline, entry, markers)
  if (description === undefined || !('stream' in entry)) return description
  if (timeline.exchanges.stream(entry.stream).request?.front !== true) return description
  const [arrow, text] = description
  if (arrow === 'client→gateway') return ['client→front', text]
  return arrow === 'gateway→client' ? ['front→client', text] : description
}

function describe(timeline: Timeline, entry: Entry, markers: MarkerNumbers): Description | undefined {
  switch (entry.kind) {
    case 'stream-request':
      return ['client→gateway', `${entry.method} ${entry.url}`]
    case 'stream-response':
      return [
        'gateway→client',
        `${entry.status} ${String(entry.headers['content-type'] ?? 'no Content-Type')}`,
      ]
    case 'stream-bytes':
      return entry.bytes.includes(':') && wroteEvent(timeline, entry)
        ? undefined
        : ['gateway→client', quoted(entry.bytes.toString(), 100)]
    case 'stream-event': {
      const marker = markerIn(entry.event.data)
      if (marker !== undefined) return ['gateway→client', `event: fence#${markerNumber(markers, marker)}`]
      const name = entry.event.event === 'message' ? '' : `event: ${entry.event.event}  `
      const form = entry.event.enveloped === undefined ? '' : '  (in an envelope)'
      return ['gateway→client', `${name}data: ${quoted(entry.event.data)}${form}`]
    }
    case 'stream-comment':
      return ['gateway→client', `comment ${quoted(entry.text)}`]
    case 'stream-end':
      return entry.how === 'closed-by-client' || entry.how === 'reset-by-client'
        ? ['client→gateway', entry.how === 'closed-by-client' ? 'closes the stream' : 'resets the connection']
        : [
            'gateway→client',
            `end of stream: ${entry.how}${entry.detail === undefined ? '' : ` (${entry.detail})`}`,
          ]
    case 'callback-request':
      return [
        'gateway→backend',
        `POST ${entry.payload.action}${'reason' in entry.payload ? ` ${entry.payload.reason}` : ''}  token ${shortToken(entry.payload.token)}`,
      ]
    case 'callback-response':
      return ['backend→gateway', `${entry.status} ${shortened(entry.body)}`]
    case 'backend-request':
      return entry.by === 'harness'
        ? [
            'harness',
            `asks the backend ${[entry.method, entry.target, entry.body ?? ''].join(' ').trimEnd()}`,
          ]
        : ['gateway→backend', `${entry.method} ${entry.target}`]
    case 'backend-response':
      return ['backend', describeBackendResponse(entry)]
    case 'callback-unanswered':
      return ['backend→gateway', entry.why]
    case 'send-request':
      return [
        entry.fence ? 'harness→gateway' : 'backend→gateway',
        `${entry.method} ${SEND_PATH}  ${describeSend(entry, markers)}  ${describeAnswer(timeline, entry)}`,
      ]
    case 'front-request': {
      const version = entry.version === '1.1' ? '' : `  HTTP/${entry.version}`
      return ['front→gateway', `${entry.method} ${entry.target}${version}`]
    }
    case 'front-response':
      return [
        'gateway→front',
        `${entry.status} ${String(entry.headers['content-type'] ?? 'no Content-Type')}`,
      ]
    case 'front-bytes':
      return ['gateway→front', quoted(entry.bytes.toString(), 100)]
    case 'front-end':
      return entry.by === 'front'
        ? ['front→gateway', `closes the connection${entry.how === 'ended' ? '' : ` (${entry.how})`}`]
        : ['gateway→front', entry.how === 'finished' ? 'end of the response' : `connection ${entry.how}`]
    case 'log':
      return entry.source === 'front'
        ? ['front', entry.text]
        : ['gateway', `${entry.source}${entry.late === true ? ' (late)' : ''}: ${entry.text}`]
    case 'gateway-exited':
    case 'gateway-shell-exited':
      return ['gateway', describeEnd(entry)]
    case 'gateway-handled':
      return ['harness', entry.text]
    case 'backend-exited':
      return ['backend', describeEnd(entry)]
    case 'network':
      return ['network', `${entry.edge} edge: ${entry.text}`]
    case 'hook':
      return [
        'harness→backend',
        `POST ${entry.target} ${quoted(entry.body, 100)}  ${quoted(entry.answer, 100)}`,
      ]
    case 'line-sent':
      return ['client→gateway', quoted(entry.bytes.toString('latin1'), 100)]
    case 'line-received':
      return ['gateway→client', quoted(entry.bytes.toString('latin1'), 100)]
    case 'line-ended':
      return ['gateway→client', `connection ${entry.how}`]
    case 'harness-stalled':
      return ['harness', `did not run for ${(entry.ms / 1000).toFixed(1)} s`]
    case 'callback-held':
      return ['backend', describeHeld(timeline, entry)]
    case 'note':
      return [entry.by ?? 'harness', entry.text.replace(TOKEN, token => shortToken(token))]
    default:
      return undefined
  }
}

function describeBackendResponse({ status, headers, body, failure }: EntryOf<'backend-response'>): string {
  if (status === undefined) return `gives no answer: ${failure}`
  const shown = body.length <= 120 ? body : `${body.slice(0, 120)}…`
  return `answers ${status} ${headers['content-type'] || 'no content type'} ${shown}`
}

/** A send in words, without its answer. */
export function describeSend(request: EntryOf<'send-request'>, markers: MarkerNumbers): string {
  const { command, raw } = request
  const { event, close } = command
  const marker = markerIn(event?.data ?? '')
  if (marker !== undefined) return `fence#${markerNumber(markers, marker)}`
  const what = [
    typeof event?.name === 'string' ? `event: ${event.name}` : undefined,
    typeof event?.data === 'string' ? `data: ${quoted(event.data)}` : undefined,
    close === true ? 'close' : undefined,
  ].filter(part => part !== undefined)
  const body = what.length === 0 ? quoted(raw) : what.join('  ')
  const contentType = declaredType(request)
  const isOther = contentType !== undefined && !isSomeJson(contentType)
  return isOther ? `${body}  content-type: ${contentType === '' ? 'none' : quoted(contentType)}` : body
}

/** Which callback is held back: the last one that came and is not answered. */
function describeHeld(timeline: Timeline, held: EntryOf<'callback-held'>): string {
  const isBefore = ({ at }: { readonly at: number }): boolean => at <= held.at
  const answered = new Set(
    timeline
      .all('callback-response')
      .filter(isBefore)
      .map(({ call }) => call),
  )
  const callback = timeline
    .all('callback-request')
    .findLast(entry => isBefore(entry) && !answered.has(entry.call))
  const which =
    callback === undefined
      ? 'a callback'
      : `the ${callback.payload.action} callback${streamLabel(timeline, callback.stream, ' of ')}`
  return `holds back its answer to ${which}, as this scenario has it`
}

/** A stream of the scenario by its number, where there is more than one; else empty. */
export function streamLabel(timeline: Timeline, stream: number | undefined, lead: string): string {
  const own = timeline.all('stream-request').filter(({ fence }) => fence !== true)
  const at = own.findIndex(entry => entry.stream === stream)
  return own.length < 2 || at < 0 ? '' : `${lead}stream ${at + 1}`
}

/** The stream that an entry is about. */
export function streamIn(timeline: Timeline, entry: Entry): number | undefined {
  switch (entry.kind) {
    case 'callback-response':
    case 'callback-unanswered':
      return timeline.exchanges.callback(entry.call).request?.stream
    case 'send-request':
      return timeline.exchanges.streamWith(entry.command.token)
    default:
      return 'stream' in entry ? entry.stream : undefined
  }
}

function describeAnswer(timeline: Timeline, { send }: EntryOf<'send-request'>): string {
  const { response, failure } = timeline.exchanges.send(send)
  return response === undefined ? (failure?.why ?? 'no answer yet') : shortAnswer(response)
}

/** What a send was answered; the body where it says more than the status. */
export function shortAnswer({ status, body }: EntryOf<'send-response'>): string {
  return `${status}${status === 200 ? '' : ` ${shortened(body)}`}`
}

/** Whether these bytes led to an event or a comment, which then stands for them. */
function wroteEvent(timeline: Timeline, entry: EntryOf<'stream-bytes'>): boolean {
  const { response } = timeline.exchanges.stream(entry.stream)
  return /event-stream/.test(String(response?.headers['content-type'] ?? ''))
}

function markerNumber(markers: MarkerNumbers, marker: string): number {
  const known = markers.get(marker)
  if (known !== undefined) return known
  markers.set(marker, markers.size + 1)
  return markers.size
}

function shortToken(token: string): string {
  return token.length > 12 ? `${token.slice(0, 8)}…` : token
}

function shortened(text: string): string {
  return text.length <= 90 ? text : `${text.slice(0, 90)}…`
}
