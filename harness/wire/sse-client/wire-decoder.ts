import { createParser } from 'eventsource-parser'
import type { ReceivedEvent } from '../../timeline/index.ts'

export interface WireDecoderListener {
  onEvent(event: ReceivedEvent): void
  onComment(text: string): void
}

/**
 * Decodes the bytes of an event stream as the WHATWG standard has it, comments included.
 * Source: WHATWG HTML, "Server-sent events", "Interpreting an event stream".
 */
export class WireDecoder {
  readonly #text = new TextDecoder()
  readonly #parser: ReturnType<typeof createParser>
  #lastEventId = ''

  constructor(listener: WireDecoderListener) {
    this.#parser = createParser({
      onId: id => {
        this.#lastEventId = id
      },
      onEvent: message =>
        listener.onEvent({
          event: message.event ?? 'message',
          data: message.data,
          lastEventId: this.#lastEventId,
        }),
      onComment: text => listener.onComment(text),
    })
  }

  feed(bytes: Buffer): void {
    this.#parser.feed(this.#text.decode(bytes, { stream: true }))
  }
}
