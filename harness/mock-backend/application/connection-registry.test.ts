import { beforeEach, describe, expect, test } from 'vitest'
import { FakeGatewayClient } from '../../test-support/fake-gateway-client.ts'
import { ConnectionRegistry } from './connection-registry.ts'
import type { SendOutcome } from './gateway-client.ts'
import { GatewayMetrics } from './metrics.ts'

const URL_42 = '/api/sse/tasks?task_id=42'

let gateway: FakeGatewayClient
let metrics: GatewayMetrics
let lines: string[]
let connections: ConnectionRegistry

beforeEach(() => {
  gateway = new FakeGatewayClient()
  metrics = new GatewayMetrics()
  lines = []
  connections = new ConnectionRegistry({ gateway, metrics, log: line => lines.push(line) })
})

test('A connection is found by its identifier until its token disconnects.', async () => {
  await connections.connect('task:42', 'one', URL_42)
  expect(connections.find('task:42')).toEqual({ token: 'one', url: URL_42 })
  connections.disconnect('one')
  expect(connections.has('task:42')).toBe(false)
  expect(gateway.commands).toEqual([])
})

describe('sending', () => {
  test('An event goes to the token of its identifier, its payload as JSON.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    expect(await connections.send('task:42', 'task_event', { step: 1 })).toBe(true)
    expect(gateway.commands).toEqual([{ token: 'one', event: { name: 'task_event', data: '{"step":1}' } }])
  })

  test('A close travels with its event.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    await connections.send('task:42', 'connection_close', { reason: 'done' }, { close: true })
    expect(gateway.commands[0]).toEqual({
      token: 'one',
      event: { name: 'connection_close', data: '{"reason":"done"}' },
      close: true,
    })
  })

  test('Without a connection nothing is sent, and the log says so.', async () => {
    expect(await connections.send('task:42', 'task_event', {})).toBe(false)
    expect(gateway.commands).toEqual([])
    expect(lines).toEqual(['did not send task_event to task:42: it has no connection'])
  })

  test('Sends of one identifier wait for each other; those of another do not wait for them.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    await connections.connect('task:43', 'two', URL_42)
    const held = Promise.withResolvers<SendOutcome>()
    gateway.answer = ({ event }) => (event?.name === 'first' ? held.promise : { status: 200 })
    const first = connections.send('task:42', 'first', {})
    const second = connections.send('task:42', 'second', {})
    await connections.send('task:43', 'other', {})
    expect(gateway.commands.map(({ event }) => event?.name)).toEqual(['first', 'other'])
    held.resolve({ status: 200 })
    expect(await Promise.all([first, second])).toEqual([true, true])
    expect(gateway.commands.map(({ event }) => event?.name)).toEqual(['first', 'other', 'second'])
  })

  test('404 drops the mapping both ways: later events are not even sent, a disconnect is ignored.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    gateway.answer = () => ({ status: 404 })
    expect(await connections.send('task:42', 'task_event', {})).toBe(false)
    expect(connections.has('task:42')).toBe(false)
    expect(await connections.send('task:42', 'task_event', {})).toBe(false)
    expect(gateway.commands).toHaveLength(1)
    connections.disconnect('one')
    expect(metrics.expose()).not.toContain('action="disconnect"')
    expect(lines).toContain(
      'task_event for task:42 was not accepted: the gateway answered 404; its connection is dropped',
    )
  })

  test('A late 404 for a replaced token leaves the new connection alone.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    const held = Promise.withResolvers<SendOutcome>()
    const arrived = Promise.withResolvers<void>()
    gateway.answer = ({ event }) => {
      if (event === undefined) return { status: 200 }
      arrived.resolve()
      return held.promise
    }
    const sent = connections.send('task:42', 'task_event', {})
    await arrived.promise
    await connections.connect('task:42', 'two', URL_42)
    held.resolve({ status: 404 })
    expect(await sent).toBe(false)
    expect(connections.find('task:42')?.token).toBe('two')
  })

  test.for<[string, () => SendOutcome | Promise<SendOutcome>, string]>([
    ['a 500', () => ({ status: 500 }), 'the gateway answered 500'],
    ['a redirect', () => ({ status: 307 }), 'the gateway answered 307'],
    ['no answer', () => ({ unreachable: 'ECONNREFUSED' }), 'the gateway is unreachable (ECONNREFUSED)'],
    ['a broken port', () => Promise.reject(new Error('boom')), 'the gateway is unreachable (boom)'],
  ])('%s is counted and logged once, not retried, and keeps the connection.', async ([, answer, why]) => {
    await connections.connect('task:42', 'one', URL_42)
    gateway.answer = answer
    expect(await connections.send('task:42', 'task_event', {})).toBe(false)
    expect(gateway.commands).toHaveLength(1)
    expect(connections.has('task:42')).toBe(true)
    expect(lines.at(-1)).toBe(`task_event for task:42 was not accepted: ${why}`)
    expect(metrics.expose()).toContain('sse_gateway_events_sent_total{service="task",status="error"} 1')
  })
})

describe('replacing', () => {
  test('The old token is closed, and that is answered, before the new one is registered.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    const held = Promise.withResolvers<SendOutcome>()
    const arrived = Promise.withResolvers<void>()
    gateway.answer = () => {
      arrived.resolve()
      return held.promise
    }
    const replaced = connections.connect('task:42', 'two', URL_42)
    await arrived.promise
    expect(connections.find('task:42')?.token).toBe('one')
    held.resolve({ status: 200 })
    await replaced
    expect(gateway.commands).toEqual([{ token: 'one', close: true }])
    expect(connections.find('task:42')?.token).toBe('two')
  })

  test.for<SendOutcome>([{ status: 404 }, { status: 500 }, { unreachable: 'ECONNREFUSED' }])(
    'The new connection is registered even when closing the old one ends in %o.',
    async outcome => {
      await connections.connect('task:42', 'one', URL_42)
      gateway.answer = () => outcome
      await connections.connect('task:42', 'two', URL_42)
      expect(connections.find('task:42')?.token).toBe('two')
    },
  )

  test('The disconnect of a replaced token is ignored.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    await connections.connect('task:42', 'two', URL_42)
    connections.disconnect('one')
    expect(connections.find('task:42')?.token).toBe('two')
    expect(lines.at(-1)).toBe('ignored the disconnect of token one: it is unknown or was replaced')
  })

  test('The disconnect of the old token may arrive while it is being closed.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    gateway.answer = ({ token }) => {
      connections.disconnect(token)
      return { status: 200 }
    }
    await connections.connect('task:42', 'two', URL_42)
    expect(connections.find('task:42')?.token).toBe('two')
    expect(metrics.expose()).toContain('sse_gateway_active_connections{service="task"} 1')
  })

  test('An event sent meanwhile goes to the new token.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    const held = Promise.withResolvers<SendOutcome>()
    gateway.answer = ({ close }) => (close === true ? held.promise : { status: 200 })
    const replaced = connections.connect('task:42', 'two', URL_42)
    const sent = connections.send('task:42', 'task_event', {})
    held.resolve({ status: 200 })
    await Promise.all([replaced, sent])
    expect(gateway.streamOf('two')).toEqual(['task_event {}'])
  })

  test('A token that connects again is not closed.', async () => {
    await connections.connect('task:42', 'one', URL_42)
    await connections.connect('task:42', 'one', URL_42)
    expect(gateway.commands).toEqual([])
  })
})

test('Disconnecting an unknown token changes nothing.', async () => {
  await connections.connect('task:42', 'one', URL_42)
  connections.disconnect('never-seen')
  expect(connections.has('task:42')).toBe(true)
})

test('Connections, events and durations are counted per service.', async () => {
  await connections.connect('task:42', 'one', URL_42)
  await connections.connect('task:42', 'two', URL_42)
  await connections.connect('version:abc', 'three', '/api/sse/utils/version?request_id=abc')
  await connections.send('version:abc', 'version', {})
  connections.disconnect('three')
  expect(metrics.expose().split('\n')).toEqual(
    expect.arrayContaining([
      'sse_gateway_connections_total{service="task",action="connect"} 2',
      'sse_gateway_connections_total{service="version",action="disconnect"} 1',
      'sse_gateway_events_sent_total{service="version",status="success"} 1',
      'sse_gateway_send_duration_seconds_count{service="version"} 1',
      'sse_gateway_active_connections{service="task"} 1',
      'sse_gateway_active_connections{service="version"} 0',
    ]),
  )
})
