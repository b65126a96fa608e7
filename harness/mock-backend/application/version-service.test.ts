import { beforeEach, expect, test } from 'vitest'
import { FakeGatewayClient } from '../../test-support/fake-gateway-client.ts'
import { ConnectionRegistry } from './connection-registry.ts'
import { GatewayMetrics } from './metrics.ts'
import { VersionService } from './version-service.ts'

const URL_ABC = '/api/sse/utils/version?request_id=abc'

let gateway: FakeGatewayClient
let versions: VersionService

beforeEach(() => {
  gateway = new FakeGatewayClient()
  const connections = new ConnectionRegistry({
    gateway,
    metrics: new GatewayMetrics(),
    log: () => undefined,
  })
  versions = new VersionService(connections)
})

test('A version announced to a connected client is delivered at once.', async () => {
  await versions.connect('abc', 'one', URL_ABC)
  expect(await versions.announce('abc', '1.2.3', 'Faster')).toEqual({ delivered: true, status: 'delivered' })
  expect(gateway.streamOf('one')).toEqual(['version {"version":"1.2.3","changelog":"Faster"}'])
})

test('Versions announced before the client connects are sent when it does, in order, before the connect ends.', async () => {
  expect(await versions.announce('abc', '1')).toEqual({ delivered: false, status: 'queued' })
  expect(await versions.announce('abc', '2')).toEqual({ delivered: false, status: 'queued' })
  await versions.connect('abc', 'one', URL_ABC)
  expect(gateway.streamOf('one')).toEqual(['version {"version":"1"}', 'version {"version":"2"}'])
  expect(versions.pending('abc')).toEqual([])
})

test('Versions of another request id stay where they are.', async () => {
  await versions.announce('other', '1')
  await versions.connect('abc', 'one', URL_ABC)
  expect(gateway.commands).toEqual([])
  expect(versions.pending('other')).toEqual([{ version: '1' }])
})

test.for([{ status: 404 }, { status: 500 }, { unreachable: 'ECONNREFUSED' }])(
  'A send that ends in %o while flushing puts everything unsent back, in order.',
  async outcome => {
    await versions.announce('abc', '1')
    await versions.announce('abc', '2')
    await versions.announce('abc', '3')
    gateway.answer = ({ event }) => (event?.data.includes('"2"') ? outcome : { status: 200 })
    await versions.connect('abc', 'one', URL_ABC)
    expect(versions.pending('abc')).toEqual([{ version: '2' }, { version: '3' }])
    gateway.answer = () => ({ status: 200 })
    await versions.connect('abc', 'two', URL_ABC)
    expect(gateway.streamOf('two')).toEqual(['version {"version":"2"}', 'version {"version":"3"}'])
  },
)

test('A version that a connected client did not get is queued for its return.', async () => {
  await versions.connect('abc', 'one', URL_ABC)
  gateway.answer = () => ({ status: 404 })
  expect(await versions.announce('abc', '1')).toEqual({ delivered: false, status: 'queued' })
  gateway.answer = () => ({ status: 200 })
  await versions.connect('abc', 'two', URL_ABC)
  expect(gateway.streamOf('two')).toEqual(['version {"version":"1"}'])
})

test('A version announced while the pending ones are sent comes after them.', async () => {
  await versions.announce('abc', '1')
  let announced: Promise<unknown> | undefined
  gateway.answer = () => {
    announced ??= versions.announce('abc', '2')
    return { status: 200 }
  }
  await versions.connect('abc', 'one', URL_ABC)
  await announced
  expect(gateway.streamOf('one')).toEqual(['version {"version":"1"}', 'version {"version":"2"}'])
})
