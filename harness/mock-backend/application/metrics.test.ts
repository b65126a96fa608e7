import { expect, test } from 'vitest'
import { GatewayMetrics } from './metrics.ts'

test('Counters and the gauge are exposed with their labels.', () => {
  const metrics = new GatewayMetrics()
  metrics.countConnection('task', 'connect')
  metrics.countConnection('task', 'connect')
  metrics.countConnection('task', 'disconnect')
  metrics.countEvent('version', 'error')
  metrics.changeActive('task', 1)
  metrics.changeActive('task', 1)
  metrics.changeActive('task', -1)
  expect(metrics.expose().split('\n')).toEqual(
    expect.arrayContaining([
      '# TYPE sse_gateway_connections_total counter',
      'sse_gateway_connections_total{service="task",action="connect"} 2',
      'sse_gateway_connections_total{service="task",action="disconnect"} 1',
      'sse_gateway_events_sent_total{service="version",status="error"} 1',
      '# TYPE sse_gateway_active_connections gauge',
      'sse_gateway_active_connections{service="task"} 1',
    ]),
  )
})

test('Durations are a cumulative histogram in seconds.', () => {
  const metrics = new GatewayMetrics()
  metrics.observeSend('task', 0.02)
  metrics.observeSend('task', 60)
  expect(metrics.expose().split('\n')).toEqual(
    expect.arrayContaining([
      '# TYPE sse_gateway_send_duration_seconds histogram',
      'sse_gateway_send_duration_seconds_bucket{service="task",le="0.01"} 0',
      'sse_gateway_send_duration_seconds_bucket{service="task",le="0.025"} 1',
      'sse_gateway_send_duration_seconds_bucket{service="task",le="10"} 1',
      'sse_gateway_send_duration_seconds_bucket{service="task",le="+Inf"} 2',
      'sse_gateway_send_duration_seconds_sum{service="task"} 60.02',
      'sse_gateway_send_duration_seconds_count{service="task"} 2',
    ]),
  )
})

test('The exposition ends with a line feed and has every family even when nothing was counted.', () => {
  const text = new GatewayMetrics().expose()
  expect(text.endsWith('\n')).toBe(true)
  expect(text.match(/^# TYPE /gm)).toHaveLength(4)
})
