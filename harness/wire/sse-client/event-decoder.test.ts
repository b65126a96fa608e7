import { describe, expect, test } from 'vitest'
import { capabilitiesOf } from '../../contract/index.ts'
import { decoderFor } from './event-decoder.ts'

const message = (data: string) => ({ event: 'message', data, lastEventId: '' })

describe('In an edition that writes names', () => {
  test.each(['callback-events', 'send-only'] as const)('%s, an event is taken as it is.', edition => {
    const read = decoderFor(capabilitiesOf(edition))
    const lookalike = message('{"type":"x","payload":1}')
    expect(read(lookalike)).toBe(lookalike)
    expect(read({ event: 'ready', data: '', lastEventId: '' })).toEqual({
      event: 'ready',
      data: '',
      lastEventId: '',
    })
  })
})

describe('In the envelope edition', () => {
  const read = decoderFor(capabilitiesOf('envelope'))

  test.each([
    ['{"type":"task_event","payload":{"n": 1}}', 'task_event', '{"n": 1}'],
    ['{"type":"a\\"b\\u2028","payload":"x"}', 'a"b\u2028', '"x"'],
    ['{"type":"big","payload":[1.0,1e400,12345678901234567890]}', 'big', '[1.0,1e400,12345678901234567890]'],
    ['{"type":"lines","payload":{\n "a": 1\n}}', 'lines', '{\n "a": 1\n}'],
    ['{"type":"none","payload":null}', 'none', 'null'],
  ])('the event comes out of %j under its name, its data as it was.', (text, event, data) => {
    expect(read(message(text))).toEqual({ event, data, lastEventId: '', enveloped: text })
  })

  test('an envelope that is laid out in another way is read all the same.', () => {
    const text = '{ "payload": {"n": 1.0}, "type": "x" }'
    expect(read(message(text))).toEqual({ event: 'x', data: '{"n":1}', lastEventId: '', enveloped: text })
  })

  test.each([
    'text',
    '',
    '[]',
    'null',
    '{"type":"x"}',
    '{"type":7,"payload":1}',
    '{"type":"x","payload":1,"more":2}',
    '{"type":"x","payload":}',
  ])('%j is no envelope.', text => {
    expect(read(message(text))).toEqual(message(text))
  })

  test('a named event is in no envelope, and the opening signal is one only when it is empty.', () => {
    const named = { event: 'x', data: '{"type":"y","payload":1}', lastEventId: '' }
    expect(read(named)).toBe(named)
    expect(read({ event: 'ready', data: '', lastEventId: '' })).toMatchObject({ signal: true })
    expect(read({ event: 'ready', data: '1', lastEventId: '' })).not.toHaveProperty('signal')
    expect(read(message('{"type":"ready","payload":""}'))).not.toHaveProperty('signal')
  })
})
