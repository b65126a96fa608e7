import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createNetServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { SLOW_TEST } from '../test-support/processes.ts'
import { askHealth } from './readiness.ts'
import { startGateway } from './start.ts'

const CALLBACK_URL = 'http://127.0.0.1:4000/api/sse/callback?secret=s3cret'

describe('An external gateway', SLOW_TEST, () => {
  async function served(listener: RequestListener) {
    const server = createServer(listener)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const close = (): Promise<void> => new Promise(resolve => server.close(() => resolve()))
    return { url, close, [Symbol.asyncDispose]: close }
  }

  test('Leave an external gateway running.', async () => {
    await using server = await served((_, response) => response.end())
    const running = { identity: { name: server.url, kind: 'url' as const }, url: server.url }
    const gateway = await startGateway(running, { callbackUrl: CALLBACK_URL })
    expect(gateway).toMatchObject({ address: server.url, process: undefined })
    await gateway[Symbol.asyncDispose]()
    expect((await askHealth(server.url, 10_000)).said).toBe('answers 200')
  })

  test('The health of an external gateway that is gone is a refused connection.', async () => {
    const server = await served((_, response) => response.end())
    await server.close()
    expect((await askHealth(server.url, 10_000)).said).toBe('refuses connections')
  })

  test('The health of an external gateway that is silent is no answer.', async () => {
    const server = createNetServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect((await askHealth(`http://127.0.0.1:${port}`, 100)).said).toBe('did not answer within 0.1 s')
    server.close()
  })
})
