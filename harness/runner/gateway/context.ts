import type { SendCommand } from '../../contract/index.ts'
import { expectNow, registerScenario } from '../../matchers/registry.ts'
import type { BackendDriver, MockBackend, SendResult } from '../../mock-backend/index.ts'
import type { ScenarioClient } from '../../scenario/gateway/client.ts'
import type { BrowseOptions } from '../../scenario/gateway/client-connections.ts'
import type { GatewayControl } from '../../session/gateway-process.ts'
import { nextMarker, type Timeline } from '../../timeline/index.ts'
import type { BrowserSession, OpenOptions, RawConnection, Stream } from '../../wire/sse-client/index.ts'
import '../../matchers/gateway/connect.ts'

/** What a scenario works with that any backend can play in. */
export interface ScenarioContext {
  readonly backend: BackendDriver
  readonly timeline: Timeline
  /** A unique id: a backend may serve many scenarios. */
  readonly uniqueId: () => string
  /** Asks for a stream and waits until it is open. */
  readonly open: (target: string, options?: OpenOptions) => Promise<Stream>
  /** Asks for a stream and waits for nothing. */
  readonly requestStream: (target: string, options?: OpenOptions) => Stream
  /** Makes a plain request and waits for its whole answer; one that is a stream, until its end. */
  readonly request: (method: string, target: string, options?: Omit<OpenOptions, 'method'>) => Promise<Stream>
  /** A bare connection to the gateway. */
  readonly rawConnection: () => RawConnection
  /** Asks as a browser that reconnects. */
  readonly reconnectingClient: (target: string, options?: BrowseOptions) => BrowserSession
  /** The `count`-th stream of such a browser, once it is answered. */
  readonly nthStream: (session: BrowserSession, count: number) => Promise<Stream>
  /** Waits for whatever the gateway answers to a request. */
  readonly waitForResponse: (stream: Stream) => Promise<Stream>
  /** Waits for the connect callback of a stream. */
  readonly waitForConnectCallback: (stream: Stream) => Promise<void>
  /** Waits until every callback that is due has come, or is lost. */
  readonly waitForCallbacks: () => Promise<void>
}

/** What a scenario works with whose backend follows its script. */
export interface ScriptedScenarioContext extends ScenarioContext {
  /** The backend of this scenario alone. */
  readonly backend: MockBackend
  /** The gateway's process, for a scenario that has a gateway of its own. */
  readonly gateway: GatewayControl
  /** Has the reverse proxy in front of the gateway read its configuration again. */
  readonly reloadFront: () => Promise<void>
  /** Sends to a stream, as the backend does. */
  readonly send: (stream: Stream, command: Omit<SendCommand, 'token'>) => Promise<SendResult>
}

/** The scene of a conversation; the matchers find it by its timeline. */
export function createContext(
  conversation: ScenarioClient,
  gateway: GatewayControl,
  scripted: MockBackend | undefined,
  reloadFront: () => Promise<void>,
): ScriptedScenarioContext {
  registerScenario(conversation)
  return {
    // Scenarios that need a script are not played on another backend, and the others see nothing of it.
    backend: scripted ?? (conversation.backend as MockBackend),
    timeline: conversation.timeline,
    uniqueId: () => nextMarker().id,
    gateway,
    reloadFront,
    open: async (target, options) => {
      const stream = conversation.request(target, options)
      await conversation.waitForResponse(stream)
      expectNow('toHaveOpened', stream)
      return stream
    },
    requestStream: (target, options) => conversation.request(target, options),
    request: async (method, target, options) => {
      const asked = conversation.request(target, { ...options, method })
      await conversation.waitForResponse(asked)
      // A stream where none was asked for has no end; a HEAD has one, whatever it is declared as.
      if (method === 'HEAD' || !asked.isEventStream) await conversation.waitForEnd(asked)
      return asked
    },
    rawConnection: () => conversation.rawConnection(),
    reconnectingClient: (target, options) => conversation.reconnectingClient(target, options),
    nthStream: (session, count) => conversation.stream(session, count),
    waitForResponse: stream => conversation.waitForResponse(stream),
    waitForConnectCallback: stream => conversation.waitForConnectCallback(stream),
    waitForCallbacks: () => conversation.callbackFence(),
    send: (stream, command) => (scripted as MockBackend).send({ token: stream.token ?? '', ...command }),
  }
}
