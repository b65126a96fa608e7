import { expect, test } from 'vitest'
import { GatewayMetrics } from '../mock-backend/application/metrics.ts'
import { readExposition, seriesOf } from './exposition.ts'

test('A series is the same whatever order its labels have.', () => {
  const page = 'sends_total{status="error",service="task"} 3\n'
  expect(readExposition(page).get(seriesOf('sends_total', { service: 'task', status: 'error' }))).toBe(3)
})

test('Comments, empty lines and what is no sample are passed over.', () => {
  expect([...readExposition('# HELP a b\n# TYPE a counter\n\nnonsense\n{} 1\na 1\n')]).toEqual([['a', 1]])
})

test('Values are read in every form, and what stands behind them is passed over.', () => {
  const values = readExposition('a 1.5e3\nb +Inf\nc{x="1"} 2 1700000000000\n')
  expect([...values.values()]).toEqual([1500, Number.POSITIVE_INFINITY, 2])
})

test('A label may hold quotes and braces.', () => {
  const page = String.raw`a{path="/x?{\"y\"}",b="c"} 1`
  expect([...readExposition(page).keys()]).toEqual([String.raw`a{b="c",path="/x?{\"y\"}"}`])
})

test('What the mock application exposes can be read.', () => {
  const metrics = new GatewayMetrics()
  metrics.countConnection('task', 'connect')
  metrics.observeSend('task', 0.2)
  const values = readExposition(metrics.expose())
  expect(values.get('sse_gateway_connections_total{action="connect",service="task"}')).toBe(1)
  expect(values.get('sse_gateway_send_duration_seconds_count{service="task"}')).toBe(1)
})
