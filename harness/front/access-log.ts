import { createSocket, type Socket } from 'node:dgram'

/** The name under which nginx sends its lines. */
const TAG = 'front'

/** Takes the access log of an nginx, which cannot open our end of its standard output, as syslog messages. */
export class AccessLog implements AsyncDisposable {
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  /** @param onLine `stream` is the header of the harness; `-` for a request without it, and `undefined` in a format of the caller's */
  static async listen(onLine: (text: string, stream: string | undefined) => void): Promise<AccessLog> {
    const socket = createSocket('udp4')
    socket.on('error', () => {})
    socket.on('message', message => {
      const [, stream, text] =
        /^<\d+>.{15} front: (?:([0-9a-f]{8}-\d+|-)\|)?(.*)$/s.exec(message.toString()) ?? []
      if (text !== undefined) onLine(text, stream)
    })
    await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
    socket.unref()
    return new AccessLog(socket)
  }

  /** How a configuration names it, after `access_log`. */
  get place(): string {
    return syslogPlace(this.#socket.address().port)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>(resolve => this.#socket.close(resolve))
  }
}

/** @param port where a receiver listens */
export function syslogPlace(port: number): string {
  return `syslog:server=127.0.0.1:${port},nohostname,tag=${TAG}`
}
