import type { Entry, EntryOf, Timeline } from '../timeline/index.ts'
import { markerIn } from '../timeline/index.ts'
import {
  answerInShort,
  evidenceLine,
  type FenceNumbers,
  isTelling,
  type Told,
  tell,
  whatIsSent,
} from './evidence.ts'

/**
 * Tells a timeline while it grows: the lines are those of the evidence, but that a send and its answer are told apart,
 * each when it came, and that whatever the programs print is told as well.
 */
export class LiveTelling {
  readonly #timeline: Timeline
  readonly #fences: FenceNumbers = new Map()

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  /** @returns `undefined` for an entry that another one stands for */
  lineOf(entry: Entry): string | undefined {
    const told = this.#told(entry)
    return told === undefined ? undefined : evidenceLine(entry.at, told)
  }

  #told(entry: Entry): Told | undefined {
    switch (entry.kind) {
      case 'send-request':
        return ['backend→gateway', `${entry.method} /internal/send  ${whatIsSent(entry, this.#fences)}`]
      case 'send-response':
        return ['gateway→backend', `${answerInShort(entry)}  to ${this.#sendNamed(entry.send)}`]
      case 'send-failed':
        return ['gateway→backend', `${entry.why}; no answer to ${this.#sendNamed(entry.send)}`]
      case 'backend-log':
        return isTelling(entry.text) ? ['backend', entry.text] : undefined
      case 'log':
        return isTelling(entry.text) ? tell(this.#timeline, entry, this.#fences) : undefined
      default:
        return tell(this.#timeline, entry, this.#fences)
    }
  }

  /** A send by the least that tells it from others. */
  #sendNamed(number: number): string {
    const send = this.#timeline.all('send-request').find(({ send }) => send === number)
    return send === undefined ? 'a send' : nameOf(send, this.#fences)
  }
}

function nameOf(send: EntryOf<'send-request'>, fences: FenceNumbers): string {
  const { event, close } = send.command
  if (markerIn(event?.data ?? '') !== undefined) return whatIsSent(send, fences)
  if (typeof event?.name === 'string') return `event: ${event.name}`
  if (typeof event?.data === 'string') return 'an unnamed event'
  return close === true ? 'the close' : 'the send'
}
