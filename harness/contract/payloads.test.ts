import { readFileSync } from 'node:fs'
import { expect, expectTypeOf, test } from 'vitest'
import { REJECTED_STATUSES } from './editions/index.ts'
import type {
  Callback,
  ConnectAnswer,
  DisconnectReason,
  ForwardedHeaders,
  Rejected,
  SendCommand,
  TaskEvent,
} from './payloads.ts'
import { PAYLOADS, payloadOfEvent } from './schemas/index.ts'

test('The types load nothing, so that a gateway without dependencies can use them.', async () => {
  const source = readFileSync(new URL('./payloads.ts', import.meta.url), 'utf8')
  expect(source.match(/^(import|export)(?! type).*/gm)).toBeNull()
  expect(Object.keys(await import('./payloads.ts'))).toEqual([])
})

test('The types are read-only, exactly optional, and know no other fields than those of the schemas.', () => {
  expectTypeOf<SendCommand>().toEqualTypeOf<{
    readonly token: string
    readonly event?: { readonly name?: string; readonly data: string }
    readonly close?: boolean
  }>()
  expectTypeOf<keyof ConnectAnswer>().toEqualTypeOf<'event' | 'close'>()
  expectTypeOf<Callback['action']>().toEqualTypeOf<'connect' | 'disconnect'>()
  expectTypeOf<DisconnectReason>().toEqualTypeOf<'client_closed' | 'server_closed' | 'error'>()
  expectTypeOf<ForwardedHeaders[string]>().toEqualTypeOf<string | readonly string[]>()
  expectTypeOf<TaskEvent['data']>().toEqualTypeOf<Readonly<Record<string, unknown>> | null>()
  expectTypeOf<Rejected['status']>().toEqualTypeOf<400 | 401 | 403>()
})

test('A rejection carries the statuses that are told on a stream.', () => {
  const status = PAYLOADS.rejected.schema.properties?.status
  expect(status).toMatchObject({ enum: REJECTED_STATUSES })
})

test('The payload of an event is found by the name of the event.', () => {
  expect(payloadOfEvent('task_event')).toBe('task-event')
  expect(payloadOfEvent('error')).toBe('task-not-found')
  expect(payloadOfEvent('toString')).toBeUndefined()
})
