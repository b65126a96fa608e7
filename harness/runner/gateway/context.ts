import type { SendCommand } from '../../contract/index.ts'
import { belongsTo, expectNow } from '../../matchers/registry.ts'
import type { MockBackend, PlayingBackend, Sent } from '../../mock-backend/index.ts'
import type { BrowseOptions, Conversation } from '../../scenario/gateway/client.ts'
import type { GatewayHandle } from '../../session/gateway-process.ts'
import { nextMarker, type Timeline } from '../../timeline/index.ts'
import type { BrowserSession, Line, OpenOptions, Stream } from '../../wire/sse-client/index.ts'
import '../../matchers/gateway/connect.ts'

/** What a scenario works with that any backend can play in. */
export interface Scene {
  readonly backend: PlayingBackend
  readonly timeline: Timeline
  /** An id that nobody else has: a backend may serve many scenarios. */
  readonly fresh: () => string
  /** Asks for a stream and waits until it is open. */
  readonly open: (target: string, options?: OpenOptions) => Promise<Stream>
  /** Asks for a stream and waits for nothing. */
  readonly request: (target: string, options?: OpenOptions) => Stream
  /** Makes a plain request and waits for its whole answer; one that is a stream, until its end. */
  readonly ask: (method: string, target: string, options?: Omit<OpenOptions, 'method'>) => Promise<Stream>
  /** A bare connection to the gateway. */
  readonly line: () => Line
  /** Asks as a browser that reconnects. */
  readonly browse: (target: string, options?: BrowseOptions) => BrowserSession
  /** The `count`-th stream of such a browser, once it is answered. */
  readonly streamOf: (session: BrowserSession, count: number) => Promise<Stream>
  /** Waits for whatever the gateway answers to a request. */
  readonly answered: (stream: Stream) => Promise<Stream>
  /** Waits for the connect callback of a stream. */
  readonly announced: (stream: Stream) => Promise<void>
  /** Waits until every callback that is due has come, or is lost. */
  readonly callbacksSettled: () => Promise<void>
}

/** What a scenario works with whose backend follows its script. */
export interface ScriptedScene extends Scene {
  /** The backend of this scenario alone. */
  readonly backend: MockBackend
  /** The gateway's process, for a scenario that has a gateway of its own. */
  readonly gateway: GatewayHandle
  /** Sends to a stream, as the backend does. */
  readonly send: (stream: Stream, command: Omit<SendCommand, 'token'>) => Promise<Sent>
}

/** The scene of a conversation; the streams it hands out are known to the matchers. */
export function sceneOf(
  conversation: Conversation,
  gateway: GatewayHandle,
  scripted: MockBackend | undefined,
): ScriptedScene {
  belongsTo(conversation.timeline, conversation)
  const known = (stream: Stream): Stream => {
    belongsTo(stream, conversation)
    return stream
  }
  return {
    // Scenarios that need a script are not played on another backend, and the others see nothing of it.
    backend: scripted ?? (conversation.backend as MockBackend),
    timeline: conversation.timeline,
    fresh: () => nextMarker().id,
    gateway,
    open: async (target, options) => {
      const stream = known(conversation.request(target, options))
      await conversation.answered(stream)
      expectNow('toHaveOpened', stream)
      return stream
    },
    request: (target, options) => known(conversation.request(target, options)),
    ask: async (method, target, options) => {
      const asked = known(conversation.request(target, { ...options, method }))
      await conversation.answered(asked)
      // A stream where none was asked for has no end; a HEAD has one, whatever it is declared as.
      if (method === 'HEAD' || !asked.isEventStream) await conversation.ended(asked)
      return asked
    },
    line: () => conversation.line(),
    browse: (target, options) => conversation.browse(target, options),
    streamOf: async (session, count) => known(await conversation.stream(session, count)),
    answered: stream => conversation.answered(stream),
    announced: stream => conversation.announced(stream),
    callbacksSettled: () => conversation.callbackFence(),
    send: (stream, command) => (scripted as MockBackend).send({ token: stream.token ?? '', ...command }),
  }
}
