import type { DisconnectCallback } from '../contract/index.ts'
import { SEND_PATH } from '../contract/paths.ts'
import { printable } from '../diagnosis/index.ts'
import type { SendResult } from '../mock-backend/index.ts'
import { markerIn } from '../timeline/index.ts'
import type { Stream } from '../wire/sse-client/index.ts'

/** Longer texts are cut; characters. */
const MAX_LENGTH = 100
/** More blocks of a stream than this are not shown. */
const MAX_BLOCKS = 6

const FROM_CLIENT = 'client  → gateway   '
const TO_CLIENT = 'gateway → client    '
const FROM_BACKEND = 'backend → gateway   '
const TO_BACKEND = 'gateway → backend   '

/** What was sent through the send endpoint, and the answer. */
export function sendLine({ command, raw, status, body, failure }: SendResult): string {
  const { token, event, close } = command
  const what = [
    event?.name === undefined ? undefined : `event: ${event.name}`,
    event?.data === undefined ? undefined : `data: ${event.data}`,
    close === true ? 'close' : undefined,
  ].filter(part => part !== undefined)
  const isPlain = typeof token === 'string' && what.length > 0
  const answer = status === undefined ? `no answer: ${failure}` : `${status} ${body}`
  return `${FROM_BACKEND}POST ${SEND_PATH}  ${shown(isPlain ? what.join('  ') : raw)}  ${shown(answer)}`
}

/** What our backend answered to the connect callback. */
export function connectAnswerLine(answer: unknown, status = 200): string {
  return `${FROM_BACKEND}${status} ${shown(JSON.stringify(answer))}  (the answer to the connect callback)`
}

/** A disconnect callback. */
export function disconnectLine({ reason }: DisconnectCallback): string {
  return `${TO_BACKEND}POST disconnect  ${shown(String(reason))}`
}

/** The head of a stream's response, with these of its headers. */
export function headLine(stream: Stream, ...headers: readonly string[]): string {
  if (stream.status === undefined) return endLine(stream)
  const values = headers.map(name => `${name}: ${stream.responseHeaders[name] ?? 'none'}`)
  const type = stream.responseHeaders['content-type'] ?? 'no content type'
  return `${TO_CLIENT}${stream.status} ${shown([type, ...values].join('  '))}`
}

/** What the client asked for. */
export function requestLine(method: string, target: string, ...headers: readonly string[]): string {
  return `${FROM_CLIENT}${[`${method} ${target}`, ...headers].join('  ')}`
}

/** The client leaves. */
export function leavingLine(): string {
  return `${FROM_CLIENT}closes the stream`
}

/**
 * What came after the head of a response, block by block as it is on the wire, without comments: no client dispatches
 * them. Our markers are called so: what they follow has come by then, or is lost.
 */
export function writtenLines(stream: Stream): string[] {
  const blocks = stream.body
    .toString()
    .split(/(?:\r\n|\r|\n){2,}/)
    .filter(block => block.trim() !== '' && !/^:.*$/.test(block))
    .map(block => (markerIn(block) === undefined ? shown(block) : '(our marker)'))
  const lines = blocks.slice(0, MAX_BLOCKS).map(block => `${TO_CLIENT}${block}`)
  const rest = blocks.length - lines.length
  return rest > 0 ? [...lines, `${TO_CLIENT}… and ${rest} more`] : lines
}

/** How a stream ended, or that it is open. */
export function endLine({ ended }: Stream): string {
  if (ended === undefined) return `${TO_CLIENT}the stream is open`
  return `${TO_CLIENT}end of stream: ${ended.how}${ended.detail === undefined ? '' : ` (${shown(ended.detail)})`}`
}

function shown(text: string): string {
  const safe = printable(text)
  return safe.length <= MAX_LENGTH ? safe : `${safe.slice(0, MAX_LENGTH)}…`
}
