/** The head of a request, as the browser wrote it. */
export interface RequestHead {
  readonly bytes: Buffer
  readonly target: string
  readonly host: string
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

const END = '\r\n\r\n'

/** The first request head in what a browser wrote, and what follows it; `undefined` before it is complete. */
export function readRequestHead(
  received: Buffer,
): { readonly head: RequestHead; readonly rest: Buffer } | undefined {
  const end = received.indexOf(END)
  if (end === -1) return undefined
  const bytes = received.subarray(0, end + END.length)
  const [requestLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  const [, target = ''] = requestLine.split(' ')
  return {
    head: { bytes, target, host: headers.host ?? '', headers },
    rest: received.subarray(bytes.length),
  }
}

/** The same head with one header more. */
export function withHeader({ bytes }: RequestHead, name: string, value: string): Buffer {
  const lines = bytes.subarray(0, bytes.length - 2)
  return Buffer.concat([lines, Buffer.from(`${name}: ${value}\r\n\r\n`)])
}
