import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { type Direction, type Disturbance, DisturbanceInForce } from './network-fault.ts'
import { Pipe } from './pipe.ts'

/** Looks on at one connection. What it is told has not gone on yet. */
export interface ConnectionObserver {
  onBytes(direction: Direction, bytes: Buffer): void
  /** One side will say nothing more: whoever came, whoever was dialled, or both because the tap broke the connection. */
  onEnd(by: Side, how: string): void
  /** Whether it knows what the caller wants, so that a caller may be turned away. */
  readonly hasHeardEnough?: boolean
}

export type Side = 'caller' | 'called' | 'tap'

export interface ProxyOptions {
  readonly host?: string
  /** 0 takes any free one. */
  readonly port?: number
  /** Called for every connection. */
  readonly look?: (connection: number) => ConnectionObserver
  /** Called when a disturbance first does something to a connection. */
  readonly onDisturbed?: (disturbance: Disturbance) => void
}

/** How long a caller may take to say what it wants of somebody who is not there, in milliseconds. */
const HEAR_OUT_MS = 1_000

/** Where a tap leads to. */
export interface Destination {
  readonly host: string
  readonly port: number
}

/**
 * A wire with an ear on it: a port that passes every byte on to another one and back, unchanged, as it comes. On command
 * it misbehaves as a network does.
 */
export class RecordingProxy implements AsyncDisposable {
  /** Where connections are led to; until it is set they wait. */
  readonly #destination = Promise.withResolvers<Destination>()
  #leadsTo: Destination | undefined
  readonly #options: ProxyOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #inForce = new Set<DisturbanceInForce>()
  #connections = 0

  private constructor(options: ProxyOptions) {
    this.#options = options
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, caller => void this.#accept(caller))
  }

  static async listen(options: ProxyOptions = {}): Promise<RecordingProxy> {
    const tap = new RecordingProxy(options)
    await new Promise<void>((resolve, reject) => {
      tap.#server.once('error', reject)
      tap.#server.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => {
        tap.#server.off('error', reject)
        resolve()
      })
    })
    return tap
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Says where connections are led to, those that wait and those to come. May be said again. */
  setUpstream(destination: Destination): void {
    this.#leadsTo = destination
    this.#destination.resolve(destination)
  }

  /** Misbehaves from now on, until what is returned is ended. */
  disturb(disturbance: Disturbance): DisturbanceInForce {
    const inForce = new DisturbanceInForce(disturbance, () => this.#options.onDisturbed?.(disturbance))
    this.#inForce.add(inForce)
    void inForce.over.then(() => this.#inForce.delete(inForce))
    return inForce
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const inForce of this.#inForce) inForce.end()
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#server.listening) return
    await new Promise(resolve => this.#server.close(resolve))
  }

  async #accept(caller: Socket): Promise<void> {
    this.#hold(caller)
    // Before the destination is known nothing is read, and an early leaver must not be an unhandled error.
    caller.pause()
    const { host, port } = this.#leadsTo ?? (await this.#destination.promise)
    if (caller.destroyed) return
    const called = connect({ host, port, noDelay: true, allowHalfOpen: true })
    this.#hold(called)
    this.#connections += 1
    const connection = this.#connections
    const onlooker = this.#options.look?.(connection)
    const end = onceEach(onlooker)
    const failure = await dialled(called)
    if (failure !== undefined) {
      await hearOut(caller, onlooker)
      end('called', failure)
      caller.resetAndDestroy()
      return
    }
    if (caller.destroyed) {
      called.destroy()
      return
    }
    const passages: Pipe[] = []
    const onBreak = (how: 'cut' | 'reset'): void => {
      for (const passage of passages) passage.break()
      end('tap', how)
      for (const socket of [caller, called]) {
        if (how === 'reset') socket.resetAndDestroy()
        else socket.destroySoon()
      }
    }
    const bind = (from: Socket, to: Socket, direction: Direction): void => {
      const who = direction === 'onward' ? 'caller' : 'called'
      passages.push(
        new Pipe(from, to, {
          connection,
          direction,
          disturbances: () => [...this.#inForce].filter(each => each.isAbout(connection, direction)),
          onBytes: bytes => onlooker?.onBytes(direction, bytes),
          onEnd: () => end(who, 'ended'),
          onBreak,
        }),
      )
      bindBreak(from, to, how => end(who, how))
    }
    bind(caller, called, 'onward')
    bind(called, caller, 'back')
    caller.resume()
  }

  #hold(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => this.#sockets.delete(socket))
  }
}

/** @returns why nobody could be reached; `undefined` when somebody was */
function dialled(called: Socket): Promise<string | undefined> {
  return new Promise(resolve => {
    called.once('connect', () => resolve(undefined))
    called.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    called.once('close', () => resolve('closed'))
  })
}

/** Whoever cannot be connected is turned away once it is known what was wanted, or after a while. */
function hearOut(caller: Socket, onlooker: ConnectionObserver | undefined): Promise<void> {
  if (onlooker === undefined || caller.destroyed) return Promise.resolve()
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(done, HEAR_OUT_MS)
    caller.on('data', bytes => {
      onlooker.onBytes('onward', bytes)
      if (onlooker.hasHeardEnough ?? true) done()
    })
    caller.once('end', done).once('close', done)
    caller.resume()
  })
}

function onceEach(onlooker: ConnectionObserver | undefined): ConnectionObserver['onEnd'] {
  const ended = new Set<Side>()
  return (by, how) => {
    if (ended.has(by) || ended.has('tap')) return
    ended.add(by)
    onlooker?.onEnd(by, how)
  }
}

/** What befalls one side befalls the other: a reset, a refused connection, an end without a farewell. */
function bindBreak(one: Socket, other: Socket, onBreak: (how: string) => void): void {
  one.on('error', (error: NodeJS.ErrnoException) => {
    onBreak(error.code ?? error.message)
    other.resetAndDestroy()
  })
  one.on('close', () => {
    // One that has said its farewell is dealt with by its passage.
    if (one.readableEnded) return
    onBreak('closed')
    other.destroySoon()
  })
}
