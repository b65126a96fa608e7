import { isSomeJson } from '../contract/index.ts'
import { declaredType, type Entry, type EntryOf, markerIn, type Timeline } from '../timeline/index.ts'
import { endInWords } from './end-in-words.ts'
import { printable, quoted } from './printable.ts'

/** What a program prints may be one line of megabytes. */
const LONGEST_LINE = 1_000

/** More lines than this are cut in the middle. */
const MOST_LINES = 40

const ARROWS = {
  'client→gateway': 'client  → gateway',
  'gateway→client': 'gateway → client ',
  'gateway→backend': 'gateway → backend',
  'backend→gateway': 'backend → gateway',
  'harness→backend': 'harness → backend',
  gateway: 'gateway          ',
  harness: 'harness          ',
  backend: 'backend          ',
  network: 'network          ',
} as const

const TOKEN = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi

type Arrow = keyof typeof ARROWS

/** From whom to whom, and what. */
export type Told = readonly [Arrow, string]

/** The marks of fences that were told of, and their numbers. */
export type FenceNumbers = Map<string, number>

/** One line for one thing that happened, harmless in a terminal. */
export function evidenceLine(at: number, [arrow, text]: Told): string {
  const told = printable(text)
  const shown = told.length <= LONGEST_LINE ? told : `${told.slice(0, LONGEST_LINE)}…`
  return `${at.toFixed(1).padStart(7)} ms  ${ARROWS[arrow]}   ${shown}`
}

/**
 * The part of a timeline that concerns some streams, one line for each thing that happened.
 * @param streams all of them when empty
 * @param expected what should have been there, put at the end
 */
export function evidenceOf(timeline: Timeline, streams: readonly number[], expected?: string): string[] {
  const fences: FenceNumbers = new Map()
  const lines = timeline.entries
    .filter(entry => concerns(timeline, entry, streams))
    .flatMap(entry => {
      const told = tell(timeline, entry, fences)
      return told === undefined ? [] : [evidenceLine(entry.at, told)]
    })
  const shown =
    lines.length <= MOST_LINES
      ? lines
      : [
          ...lines.slice(0, MOST_LINES / 2),
          `           … ${lines.length - MOST_LINES} more`,
          ...lines.slice(-MOST_LINES / 2),
        ]
  return expected === undefined ? shown : [...shown, `           ✗ expected: ${printable(expected)}`]
}

/** What a program printed last, as the end of the evidence. */
export function lastWords(lines: readonly string[]): string[] {
  const said = lines.map(line => `                            ${printable(line)}`)
  return said.length === 0 ? [] : ['  its last words:', ...said]
}

function concerns(timeline: Timeline, entry: Entry, streams: readonly number[]): boolean {
  switch (entry.kind) {
    case 'gateway-exited':
    case 'gateway-shell-exited':
    case 'backend-exited':
    case 'network':
    case 'hook':
    case 'backend-request':
    case 'gateway-handled':
    case 'callback-held':
    case 'harness-stalled':
    case 'line-sent':
    case 'line-received':
    case 'line-ended':
    case 'note':
      return true
    case 'backend-log':
    case 'callback-head':
    case 'expectation':
      return false
    case 'log':
      return isTelling(entry.text) && (entry.source === 'stderr' || timeline.all('gateway-exited').length > 0)
    case 'callback-request':
      return streams.length === 0 || entry.stream === undefined || streams.includes(entry.stream)
    case 'callback-response':
    case 'callback-unanswered':
      return concerns(timeline, callOf(timeline, entry.call) ?? { kind: 'note', text: '', at: 0 }, streams)
    case 'send-request': {
      const owner = timeline.all('callback-request').find(call => call.payload.token === entry.command.token)
      return owner === undefined || concerns(timeline, owner, streams)
    }
    case 'send-response':
    case 'send-failed':
      return false
    case 'stream-written':
      return false
    default:
      return streams.length === 0 || streams.includes(entry.stream)
  }
}

/** What an entry comes to in words; `undefined` for one that another stands for. */
export function tell(timeline: Timeline, entry: Entry, fences: FenceNumbers): Told | undefined {
  switch (entry.kind) {
    case 'stream-request':
      return ['client→gateway', `${entry.method} ${entry.url}`]
    case 'stream-response':
      return [
        'gateway→client',
        `${entry.status} ${String(entry.headers['content-type'] ?? 'no content type')}`,
      ]
    case 'stream-bytes':
      return entry.bytes.includes(':') && wroteEvent(timeline, entry)
        ? undefined
        : ['gateway→client', quoted(entry.bytes.toString(), 100)]
    case 'stream-event': {
      const marker = markerIn(entry.event.data)
      if (marker !== undefined) return ['gateway→client', `event: fence#${fenceNumber(fences, marker)}`]
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
      return ['gateway→backend', `${entry.method} ${entry.target}`]
    case 'callback-unanswered':
      return ['backend→gateway', entry.why]
    case 'send-request':
      return [
        'backend→gateway',
        `${entry.method} /internal/send  ${whatIsSent(entry, fences)}  ${answerTo(timeline, entry)}`,
      ]
    case 'log':
      return ['gateway', `${entry.source}: ${entry.text}`]
    case 'gateway-exited':
    case 'gateway-shell-exited':
      return ['gateway', endInWords(entry)]
    case 'gateway-handled':
      return ['harness', entry.text]
    case 'backend-exited':
      return ['backend', endInWords(entry)]
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
      return ['harness', `stood still for ${(entry.ms / 1000).toFixed(1)} s`]
    case 'callback-held':
      return ['harness', 'the backend holds back its answer, as the scenario wants it']
    case 'note':
      return [entry.by ?? 'harness', entry.text.replace(TOKEN, token => shortToken(token))]
    default:
      return undefined
  }
}

/** A send in words, without its answer. */
export function whatIsSent(request: EntryOf<'send-request'>, fences: FenceNumbers): string {
  const { command, raw } = request
  const { event, close } = command
  const marker = markerIn(event?.data ?? '')
  if (marker !== undefined) return `fence#${fenceNumber(fences, marker)}`
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

function answerTo(timeline: Timeline, { send }: EntryOf<'send-request'>): string {
  const response = timeline.all('send-response').find(answer => answer.send === send)
  if (response !== undefined) return answerInShort(response)
  return timeline.all('send-failed').find(answer => answer.send === send)?.why ?? 'no answer yet'
}

/** What a send was answered; the body where it says more than the status. */
export function answerInShort({ status, body }: EntryOf<'send-response'>): string {
  return `${status}${status === 200 ? '' : ` ${shortened(body)}`}`
}

function callOf(timeline: Timeline, call: number): EntryOf<'callback-request'> | undefined {
  return timeline.all('callback-request').find(entry => entry.call === call)
}

/** Empty lines and the inner lines of stack traces tell nothing here. */
export function isTelling(line: string): boolean {
  return line.trim() !== '' && !/^\s+at /.test(line)
}

/** Whether these bytes led to an event or a comment, which then stands for them. */
function wroteEvent(timeline: Timeline, entry: EntryOf<'stream-bytes'>): boolean {
  const open = timeline.all('stream-response').find(response => response.stream === entry.stream)
  return /event-stream/.test(String(open?.headers['content-type'] ?? ''))
}

function fenceNumber(fences: FenceNumbers, marker: string): number {
  const known = fences.get(marker)
  if (known !== undefined) return known
  fences.set(marker, fences.size + 1)
  return fences.size
}

function shortToken(token: string): string {
  return token.length > 12 ? `${token.slice(0, 8)}…` : token
}

function shortened(text: string): string {
  return text.length <= 90 ? text : `${text.slice(0, 90)}…`
}
