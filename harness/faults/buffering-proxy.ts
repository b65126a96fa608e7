import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy in front of another that passes a body on only once it has all of it, as some load balancers do. */
export async function startBufferingProxy(upstream: string): Promise<AsyncDisposable & { address: string }> {
  const { hostname, port } = new URL(upstream)
  const server = createServer((incoming, response) => {
    const { headers, method, url } = incoming
    const onward = request({ hostname, port, method, path: url, headers }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders()
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => response.end(Buffer.concat(chunks)))
      answer.on('error', () => response.destroy())
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
