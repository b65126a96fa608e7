import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { ActiveFault, type ConnectionFault, type Direction } from './network-fault.ts'
import { Pipe } from './pipe.ts'

/** Observes one connection. It is called before bytes are forwarded. */
export interface ConnectionObserver {
  onBytes(direction: Direction, bytes: Buffer): void
  /** One side will send nothing more; both, when the proxy broke the connection. */
  onEnd(by: Side, how: string): void
  /** Whether the pending request is complete, so that downstream may be disconnected. */
  readonly hasCompleteRequest?: boolean
}

export type Side = 'downstream' | 'upstream' | 'proxy'

export interface ProxyOptions {
  readonly host?: string
  /** 0 takes any free one. */
  readonly port?: number
  /** Called for every connection. */
  readonly observe?: (connection: number) => ConnectionObserver
  /** Called when a fault first affects a connection. */
  readonly onFault?: (fault: ConnectionFault) => void
}

/** How long downstream may take for its request when upstream cannot be reached, in milliseconds. */
const PENDING_REQUEST_LIMIT_MS = 1_000

interface Upstream {
  readonly host: string
  readonly port: number
}

/**
 * A TCP proxy whose connections can be observed: it forwards every byte unchanged, in both directions, as it arrives. It
 * can also inject faults of a network.
 */
export class RecordingProxy implements AsyncDisposable {
  /** Connections wait until it is known. */
  readonly #firstUpstream = Promise.withResolvers<Upstream>()
  #upstream: Upstream | undefined
  readonly #options: ProxyOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #activeFaults = new Set<ActiveFault>()
  #connections = 0

  private constructor(options: ProxyOptions) {
    this.#options = options
    this.#server = createServer(
      { allowHalfOpen: true, noDelay: true },
      downstream => void this.#accept(downstream),
    )
  }

  static async listen(options: ProxyOptions = {}): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(options)
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject)
      proxy.#server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => {
        proxy.#server.off('error', reject)
        resolve()
      })
    })
    return proxy
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Where waiting and future connections are forwarded to. May be changed. */
  setUpstream(upstream: Upstream): void {
    this.#upstream = upstream
    this.#firstUpstream.resolve(upstream)
  }

  /** Starts a fault. `end` on the returned object stops it. */
  inject(fault: ConnectionFault): ActiveFault {
    const active = new ActiveFault(fault, () => this.#options.onFault?.(fault))
    this.#activeFaults.add(active)
    void active.over.then(() => this.#activeFaults.delete(active))
    return active
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const active of this.#activeFaults) active.end()
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#server.listening) return
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #accept(downstream: Socket): Promise<void> {
    this.#track(downstream)
    // Nothing is read before the upstream is known, and an early end must not become an unhandled error.
    downstream.pause()
    const { host, port } = this.#upstream ?? (await this.#firstUpstream.promise)
    if (downstream.destroyed) return
    const upstreamSocket = connect({ host, port, noDelay: true, allowHalfOpen: true })
    this.#track(upstreamSocket)
    this.#connections += 1
    const connection = this.#connections
    const observer = this.#options.observe?.(connection)
    const end = onceEach(observer)
    const failure = await connected(upstreamSocket)
    if (failure !== undefined) {
      await readPendingRequest(downstream, observer)
      end('upstream', failure)
      downstream.resetAndDestroy()
      return
    }
    if (downstream.destroyed) {
      upstreamSocket.destroy()
      return
    }
    const pipes: Pipe[] = []
    const onBreak = (how: 'cut' | 'reset'): void => {
      for (const pipe of pipes) pipe.break()
      end('proxy', how)
      for (const socket of [downstream, upstreamSocket]) {
        if (how === 'reset') socket.resetAndDestroy()
        else socket.destroySoon()
      }
    }
    const bind = (from: Socket, to: Socket, direction: Direction): void => {
      const who = direction === 'to-upstream' ? 'downstream' : 'upstream'
      pipes.push(
        new Pipe(from, to, {
          connection,
          direction,
          faults: () => [...this.#activeFaults].filter(each => each.affects(connection, direction)),
          onBytes: bytes => observer?.onBytes(direction, bytes),
          onEnd: () => end(who, 'ended'),
          onBreak,
        }),
      )
      bindBreak(from, to, how => end(who, how))
    }
    bind(downstream, upstreamSocket, 'to-upstream')
    bind(upstreamSocket, downstream, 'to-downstream')
    downstream.resume()
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => this.#sockets.delete(socket))
  }
}

/** @returns why the connection failed; `undefined` when it is open */
function connected(upstreamSocket: Socket): Promise<string | undefined> {
  return new Promise(resolve => {
    upstreamSocket.once('connect', () => resolve(undefined))
    upstreamSocket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    upstreamSocket.once('close', () => resolve('closed'))
  })
}

/** Reads the request that cannot be forwarded, so that it is recorded; at most for a while. */
function readPendingRequest(downstream: Socket, observer: ConnectionObserver | undefined): Promise<void> {
  if (observer === undefined || downstream.destroyed) return Promise.resolve()
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(done, PENDING_REQUEST_LIMIT_MS)
    downstream.on('data', bytes => {
      observer.onBytes('to-upstream', bytes)
      if (observer.hasCompleteRequest ?? true) done()
    })
    downstream.once('end', done).once('close', done)
    downstream.resume()
  })
}

function onceEach(observer: ConnectionObserver | undefined): ConnectionObserver['onEnd'] {
  const ended = new Set<Side>()
  return (by, how) => {
    if (ended.has(by) || ended.has('proxy')) return
    ended.add(by)
    observer?.onEnd(by, how)
  }
}

/** Forwards an error or an abrupt end of one side to the other. */
function bindBreak(one: Socket, other: Socket, onBreak: (how: string) => void): void {
  one.on('error', (error: NodeJS.ErrnoException) => {
    onBreak(error.code ?? error.message)
    other.resetAndDestroy()
  })
  one.on('close', () => {
    // The pipe forwards a clean end.
    if (one.readableEnded) return
    onBreak('closed')
    other.destroySoon()
  })
}
