import { expect } from 'vitest'
import type { MockBackend, Sent } from '../../backend/index.ts'
import { Stream } from '../../client/index.ts'
import { quoted } from '../../verdict/index.ts'
import { conversationOf, fail, holds } from './matching.ts'
import { refusedSend } from './sending.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

expect.extend({
  async toBeWaiting(stream: Stream) {
    await conversationOf(stream).callbackFence()
    if (stream.status === undefined && stream.ended === undefined) return holds
    return fail({
      party: 'gateway',
      what: 'it answered before the backend did',
      summary: `The gateway answered the client ${stream.status ?? stream.ended?.how} while the backend had not answered the connect callback.`,
      streams: [stream.number],
      expected: 'no answer to the client yet',
    })
  },

  async toBeRefusedWith(subject: Stream | Sent, status: number | readonly number[]) {
    const allowed = typeof status === 'number' ? [status] : status
    if (!(subject instanceof Stream)) return refusedSend(subject, allowed)
    const conversation = conversationOf(subject)
    await conversation.answered(subject)
    if (allowed.includes(subject.status ?? 0) && !subject.isEventStream) return holds
    return fail({
      party: 'gateway',
      what: subject.isEventStream ? 'it opened a stream that was refused' : 'it refused with another status',
      summary: `The gateway answered the client ${subject.status ?? subject.ended?.how}; ${allowed.join(' or ')} without a stream was due.`,
      streams: [subject.number],
      expected: `${allowed.join(' or ')}, no event stream`,
    })
  },

  async toBeRefused(stream: Stream) {
    await conversationOf(stream).answered(stream)
    if ((stream.status ?? 0) >= 400 && !stream.isEventStream) return holds
    return fail({
      party: 'gateway',
      what: 'it opened a stream that was refused',
      summary: `The gateway answered the client ${stream.status ?? stream.ended?.how}; an error status without a stream was due.`,
      streams: [stream.number],
      expected: 'an error status, no event stream',
    })
  },

  toHaveHeader(stream: Stream, name: string, pattern: RegExp) {
    const value = stream.responseHeaders[name]
    if (value !== undefined && pattern.test(String(value))) return holds
    return fail({
      party: 'gateway',
      what: 'a response header is wrong',
      summary: `The stream's response has ${value === undefined ? `no ${name}` : `${name}: ${quoted(String(value))}`}; one that matches ${pattern} was due.`,
      streams: [stream.number],
      expected: `${name} matching ${pattern}`,
    })
  },

  toLackHeader(stream: Stream, name: string) {
    const value = stream.responseHeaders[name]
    if (value === undefined) return holds
    return fail({
      party: 'gateway',
      what: 'a response header is wrong',
      summary: `The stream's response has ${name}: ${quoted(String(value))}; none was due.`,
      streams: [stream.number],
      expected: `no ${name}`,
    })
  },

  toHaveSeenNoRequestFor(backend: MockBackend, path: string) {
    const followed = backend.timeline.entries.find(
      entry =>
        (entry.kind === 'callback-request' || entry.kind === 'backend-request') && entry.target === path,
    )
    if (followed === undefined) return holds
    return fail({
      party: 'gateway',
      what: 'it followed a redirect',
      summary: `The backend redirected the connect callback, and the gateway went on to ask for ${path}.`,
      streams: [],
      expected: `no request for ${path}`,
    })
  },

  toHaveTokensOfTheirOwn(streams: readonly Stream[]) {
    const seen = new Map<string, Stream>()
    for (const stream of streams) {
      const token = stream.token ?? ''
      const other = seen.get(token)
      seen.set(token, stream)
      if (other === undefined && UUID.test(token)) continue
      return fail({
        party: 'gateway',
        what: other === undefined ? 'a token is no random UUID' : 'two streams share a token',
        summary:
          other === undefined
            ? `The gateway gave a stream the token ${quoted(token)}, which is not a random (version 4) UUID.`
            : `The gateway gave two streams the same token ${quoted(token)}.`,
        streams: other === undefined ? [stream.number] : [other.number, stream.number],
        expected: 'a fresh random UUID',
      })
    }
    return holds
  },
})
