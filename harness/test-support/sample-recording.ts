import { capabilitiesOf } from '../contract/index.ts'
import { CALLBACK_PATH } from '../contract/paths.ts'
import type { Recording } from '../recording/recording.ts'
import { connectionOpen } from '../scenario/gateway/events.ts'
import type { Entry } from '../timeline/index.ts'
import { nextMarker } from '../timeline/index.ts'

const TOKEN = '7f3c2f0e-0000-4000-8000-000000000001'

/** For this folder's tests: a stream that gets `connection_open`, and the expectation that it does. */
export function sampleRecording(changed: Partial<Recording> = {}): Recording {
  return {
    clause: 'connect/response-event-forwarded',
    capabilities: capabilitiesOf('callback-events'),
    target: 'a gateway on paper',
    playedAt: '2025-01-01T00:00:00.000Z',
    harness: '0.0.0',
    gatewayAddress: 'http://127.0.0.1:3000',
    clientAddress: 'http://127.0.0.1:3000',
    isScripted: true,
    entries: sampleEntries(),
    ...changed,
  }
}

/** The entries of such a timeline; the event on the wire is the one that the client dispatched. */
export function sampleEntries(): Entry[] {
  const marker = nextMarker().event
  const greeting = { event: 'connection_open', data: connectionOpen.data, lastEventId: '' }
  const fence = { event: 'fence', data: marker.data, lastEventId: '' }
  const command = { token: TOKEN, event: marker }
  const headers = { 'content-type': 'text/event-stream' }
  const request = { url: '/api/sse/tasks?task_id=42', headers: {} }
  const entries = [
    { kind: 'stream-request', stream: 1, method: 'GET', url: request.url, headers: {} },
    {
      kind: 'callback-request',
      call: 1,
      stream: 1,
      payload: { action: 'connect', token: TOKEN, request },
      method: 'POST',
      target: CALLBACK_PATH,
      contentType: 'application/json',
    },
    {
      kind: 'callback-response',
      call: 1,
      status: 200,
      body: JSON.stringify({ event: { name: 'connection_open', data: connectionOpen.data } }),
    },
    { kind: 'stream-response', stream: 1, status: 200, headers },
    { kind: 'stream-bytes', stream: 1, bytes: Buffer.from('event: connection_open\ndata: …\n\n') },
    { kind: 'stream-written', stream: 1, event: greeting },
    { kind: 'stream-event', stream: 1, event: greeting },
    {
      kind: 'send-request',
      send: 1,
      method: 'POST',
      address: 'http://127.0.0.1:3000',
      command,
      raw: JSON.stringify(command),
      fence: true,
    },
    { kind: 'send-response', send: 1, status: 200, body: '{"status":"ok"}', contentType: 'application/json' },
    { kind: 'stream-written', stream: 1, event: fence },
    { kind: 'stream-event', stream: 1, event: fence },
    {
      kind: 'expectation',
      matcher: 'toHaveReceived',
      subject: { $stream: 1 },
      args: [[{ event: 'connection_open', data: connectionOpen.data, alike: 'json' }]],
    },
  ] as const
  return entries.map((entry, n) => ({ ...entry, at: n })) as unknown as Entry[]
}
