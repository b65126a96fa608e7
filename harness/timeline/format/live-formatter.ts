import { SEND_PATH } from '../../contract/paths.ts'
import { type Entry, type EntryOf, markerIn, type Timeline } from '../index.ts'
import {
  type Description,
  describeEntry,
  describeSend,
  type MarkerNumbers,
  shortAnswer,
  streamIn,
  streamLabel,
} from './describe.ts'
import { evidenceLine, isInformative } from './evidence.ts'
import { describeFences, fenceOf, fencesIn } from './fences.ts'

/**
 * Formats a timeline while it grows: the lines of the evidence, except that a send and its answer have a line each, and
 * that the output of the programs is shown as well.
 */
export class LiveFormatter {
  readonly #timeline: Timeline
  readonly #markers: MarkerNumbers = new Map()

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  /** @returns `undefined` for an entry that another one stands for */
  lineOf(entry: Entry): string | undefined {
    const description = this.#describe(entry)
    return description === undefined ? undefined : evidenceLine(entry.at, description)
  }

  #describe(entry: Entry): Description | undefined {
    const fence = fenceOf(this.#timeline, entry, fencesIn(this.#timeline))
    if (fence !== undefined) return this.#describeFence(entry, fence)
    const description = this.#describeScenarioEntry(entry)
    const label = streamLabel(this.#timeline, streamIn(this.#timeline, entry), '  [')
    return description === undefined || label === ''
      ? description
      : [description[0], `${description[1]}${label}]`]
  }

  /** A fence gets one line, once the gateway has reported it. */
  #describeFence(entry: Entry, fence: number): Description | undefined {
    const isReported = entry.kind === 'callback-request' && entry.payload.action === 'disconnect'
    return isReported ? ['harness', describeFences(this.#timeline, [fence])] : undefined
  }

  #describeScenarioEntry(entry: Entry): Description | undefined {
    switch (entry.kind) {
      case 'send-request': {
        const from = entry.fence ? 'harness→gateway' : 'backend→gateway'
        return [from, `${entry.method} ${SEND_PATH}  ${describeSend(entry, this.#markers)}`]
      }
      case 'send-response':
        return [this.#backTo(entry.send), `${shortAnswer(entry)}  to ${this.#sendNamed(entry.send)}`]
      case 'send-failed':
        return [this.#backTo(entry.send), `${entry.why}; no answer to ${this.#sendNamed(entry.send)}`]
      case 'backend-log':
        return isInformative(entry.text) ? ['backend', entry.text] : undefined
      case 'log':
        return isInformative(entry.text) ? describeEntry(this.#timeline, entry, this.#markers) : undefined
      default:
        return describeEntry(this.#timeline, entry, this.#markers)
    }
  }

  #backTo(number: number): 'gateway→harness' | 'gateway→backend' {
    return this.#sent(number)?.fence === true ? 'gateway→harness' : 'gateway→backend'
  }

  #sent(number: number): EntryOf<'send-request'> | undefined {
    return this.#timeline.exchanges.send(number).request
  }

  /** A send, as briefly as it can be identified. */
  #sendNamed(number: number): string {
    const send = this.#sent(number)
    return send === undefined ? 'a send' : shortName(send, this.#markers)
  }
}

function shortName(send: EntryOf<'send-request'>, markers: MarkerNumbers): string {
  const { event, close } = send.command
  if (markerIn(event?.data ?? '') !== undefined) return describeSend(send, markers)
  if (typeof event?.name === 'string') return `event: ${event.name}`
  if (typeof event?.data === 'string') return 'an unnamed event'
  return close === true ? 'the close' : 'the send'
}
