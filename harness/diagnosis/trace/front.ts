import { quoted } from '../../redaction/printable.ts'
import type { EntryOf, HeaderValues, Timeline } from '../../timeline/index.ts'
import type { FindingOf } from '../findings/index.ts'
import { isEventStream } from './connect-progress.ts'

/** The request of a stream as it came out of the reverse proxy. */
export function frontRequestOf(timeline: Timeline, stream: number): EntryOf<'front-request'> | undefined {
  return timeline.all('front-request').find(entry => entry.stream === stream)
}

/** What the reverse proxy did to one exchange that it should have passed on as it was. */
export interface FrontFault {
  readonly what: FindingOf<'deployment'>
  readonly summary: string
  readonly expected: string
}

type FrontKind = 'front-response' | 'front-end' | 'front-bytes'

/** A stream without a byte for so long, in milliseconds, was silent when it ended. */
const SILENCE_MS = 1_000

/** Headers that belong to one connection, or that a proxy has of its own. */
const OWN_HEADERS =
  /^(?:connection|keep-alive|transfer-encoding|content-length|content-encoding|date|server|vary|etag|last-modified|via|age|alt-svc|x-accel-.*)$/

/**
 * Compares what went into the reverse proxy with what came out of it, in both directions.
 * @param isAboutHeaders whether the headers of the response count too
 * @returns `undefined` where it passed everything on, and for a stream that does not go through it
 */
export function frontFault(
  timeline: Timeline,
  stream: number,
  isAboutHeaders = false,
): FrontFault | undefined {
  const client = timeline.exchanges.stream(stream)
  if (client.request?.front !== true) return undefined
  const ofStream = <Kind extends FrontKind>(kind: Kind): readonly EntryOf<Kind>[] =>
    timeline.all(kind).filter(entry => (entry as EntryOf<FrontKind>).stream === stream)
  const request = frontRequestOf(timeline, stream)
  if (request === undefined) return unpassed(client)
  const { method, url } = client.request
  if (request.target !== url || request.method !== method) {
    return {
      what: 'front-rewrites-target',
      summary: `The client asked for ${method} ${url}, and the reverse proxy asked the gateway for ${request.method} ${request.target}.`,
      expected: `${method} ${url} at the gateway`,
    }
  }
  const [response] = ofStream('front-response')
  const [end] = ofStream('front-end')
  if (response === undefined) return withoutAnswer(client, end)
  return (
    changedHead(client, response, isAboutHeaders) ??
    changedBody(timeline, client, ofStream('front-bytes'), end) ??
    changedEnd(client, ofStream('front-bytes').at(-1)?.at ?? response.at, end)
  )
}

/** Whether the connect callback of a stream has every header as the reverse proxy passed it to the gateway. */
export function isForwardedAsGot(timeline: Timeline, stream: number): boolean {
  const passed = frontRequestOf(timeline, stream)
  const { payload } = timeline.exchanges.connect(stream).request ?? {}
  if (passed === undefined || payload === undefined) return false
  const forwarded: HeaderValues = payload.request?.headers ?? {}
  return Object.entries(passed.headers).every(
    ([name, value]) => OWN_HEADERS.test(name) || isSame(forwarded[name], value),
  )
}

interface ClientSide {
  readonly request?: EntryOf<'stream-request'>
  readonly response?: EntryOf<'stream-response'>
  readonly end?: EntryOf<'stream-end'>
}

function unpassed({ request, response, end }: ClientSide): FrontFault | undefined {
  if (isByClient(end)) return undefined
  const answer =
    response !== undefined
      ? `answered ${response.status} (${response.headers['content-type'] ?? 'no Content-Type'}) itself`
      : end === undefined
        ? 'did nothing with it'
        : `ended the connection (${end.detail ?? end.how})`
  return {
    what: 'front-answers-itself',
    summary: `The client asked the reverse proxy for ${request?.url}. The reverse proxy ${answer}; nothing of it reached the gateway.`,
    expected: `${request?.method} ${request?.url} at the gateway`,
  }
}

/** The gateway has the request, and no answer to it has reached the proxy. */
function withoutAnswer(
  { response, end }: ClientSide,
  frontEnd: EntryOf<'front-end'> | undefined,
): FrontFault | undefined {
  if (frontEnd?.by === 'gateway' || isByClient(end)) return undefined
  if (response === undefined && end === undefined) return undefined
  return {
    what: 'front-gives-up',
    summary: `The gateway had the request and had not answered yet. The reverse proxy ${response === undefined ? 'ended the connection of the client' : `answered the client ${response.status}`}.`,
    expected: 'the answer of the gateway',
  }
}

function changedHead(
  { response, end }: ClientSide,
  upstream: EntryOf<'front-response'>,
  isAboutHeaders: boolean,
): FrontFault | undefined {
  if (response === undefined) {
    if (end !== undefined) return undefined
    return {
      what: 'front-holds-events-back',
      summary: `The gateway answered the reverse proxy ${upstream.status}, and nothing of that answer reached the client.`,
      expected: `${upstream.status} at the client`,
    }
  }
  const encoding = response.headers['content-encoding']
  if (encoding !== undefined && encoding !== upstream.headers['content-encoding']) {
    return {
      what: 'front-compresses-stream',
      summary: `The gateway answered without compression. The reverse proxy passed that on with Content-Encoding: ${quoted(String(encoding))}; a compressor holds bytes back until it has enough of them.`,
      expected: 'a response without Content-Encoding',
    }
  }
  if (response.status !== upstream.status) {
    return {
      what: 'front-changes-response',
      summary: `The gateway answered ${upstream.status}, and the reverse proxy answered the client ${response.status}.`,
      expected: `${upstream.status} at the client`,
    }
  }
  const changed = Object.keys(upstream.headers).find(
    name =>
      !OWN_HEADERS.test(name) &&
      (isAboutHeaders || name === 'content-type') &&
      !isSame(upstream.headers[name], response.headers[name]),
  )
  if (changed === undefined) return undefined
  return {
    what: 'front-changes-response',
    summary: `The gateway answered with ${changed}: ${quoted(String(upstream.headers[changed]))}; the client got ${response.headers[changed] === undefined ? 'no such header' : quoted(String(response.headers[changed]))} from the reverse proxy.`,
    expected: `the header ${changed} of the gateway`,
  }
}

function changedBody(
  timeline: Timeline,
  { request, response, end }: ClientSide,
  written: readonly EntryOf<'front-bytes'>[],
  frontEnd: EntryOf<'front-end'> | undefined,
): FrontFault | undefined {
  if (isByClient(end) || request === undefined || response === undefined) return undefined
  const arrived = timeline.all('stream-bytes').filter(({ stream }) => stream === request.stream)
  const [out, into] = [bytesOf(arrived), bytesOf(written)]
  if (out.equals(into)) return undefined
  const isPrefix = into.subarray(0, out.length).equals(out)
  const isFinished = frontEnd === undefined || frontEnd.by === 'front' || frontEnd.how === 'finished'
  const missing = quoted(into.subarray(out.length).toString(), 100)
  const wrote = `The gateway wrote ${into.length} bytes into the reverse proxy, and ${out.length} of them came out of it`
  if (isPrefix && end === undefined) {
    return {
      what: 'front-holds-events-back',
      summary: `${wrote}, though ${isEventStream(response) ? 'the stream' : 'the connection'} is open. Missing is ${missing}.`,
      expected: `${missing} at the client`,
    }
  }
  if (isPrefix && isFinished) {
    return {
      what: 'front-cuts-stream',
      summary: `${wrote} before the reverse proxy ended the connection of the client (${end?.how}). Missing is ${missing}.`,
      expected: `${missing} at the client`,
    }
  }
  if (isPrefix) return undefined
  return {
    what: 'front-changes-response',
    summary: `${wrote.replace(/, and.*/, '')}, and other bytes came out of it: ${quoted(out.toString(), 100)} instead of ${quoted(into.toString(), 100)}.`,
    expected: 'the bytes of the gateway',
  }
}

function changedEnd(
  { response, end }: ClientSide,
  lastWritten: number,
  frontEnd: EntryOf<'front-end'> | undefined,
): FrontFault | undefined {
  if (end === undefined) {
    if (frontEnd?.by !== 'gateway') return undefined
    return {
      what: 'front-hides-end',
      summary: `The gateway ended the response (${frontEnd.how}), and the reverse proxy has not ended that to the client.`,
      expected: 'the end of the stream at the client',
    }
  }
  if (isByClient(end)) {
    if (frontEnd !== undefined) return undefined
    return {
      what: 'front-hides-leave',
      summary:
        'The client ended its connection to the reverse proxy, and the reverse proxy keeps that to the gateway open: the gateway cannot know that the client has left.',
      expected: 'the end of the connection to the gateway',
    }
  }
  const isPassedOn = frontEnd?.by === 'gateway' && (frontEnd.how !== 'finished' || end.how === 'clean')
  if (isPassedOn || response === undefined) return undefined
  const silent = end.at - lastWritten
  const isSilent = silent > SILENCE_MS && isEventStream(response)
  return {
    what: isSilent ? 'front-cuts-silent-stream' : 'front-cuts-stream',
    summary: `The gateway had not ended the response${isSilent ? `, and had written nothing for ${(silent / 1_000).toFixed(1)} s,` : ''} when the reverse proxy ended the connection of the client (${end.how}).`,
    expected: 'an open stream',
  }
}

function isByClient(end: EntryOf<'stream-end'> | undefined): boolean {
  return end?.how === 'closed-by-client' || end?.how === 'reset-by-client'
}

function bytesOf(entries: readonly { readonly bytes: Buffer }[]): Buffer {
  return Buffer.concat(entries.map(({ bytes }) => bytes))
}

function isSame(one: HeaderValues[string], other: HeaderValues[string]): boolean {
  return [one].flat().join(', ') === [other].flat().join(', ')
}
