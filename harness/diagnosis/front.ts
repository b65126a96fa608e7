import type { Timeline } from '../timeline/index.ts'
import { frontFault, isForwardedAsGot } from './trace/front.ts'
import type { DetailsOf, ViolationDetails } from './violation.ts'

/** How long what the gateway wrote may be inside the reverse proxy, in milliseconds. Spent only when something is missing. */
const GRACE_MS = 250

/** Findings about the headers of a response. */
const ABOUT_HEADERS: ReadonlySet<string> = new Set<DetailsOf<'gateway'>['what']>([
  'cors-header-wrong',
  'content-type-wrong',
  'response-header-wrong',
])

/** Findings that no reverse proxy explains: they are about the process, or about this program. */
const NOT_OF_STREAMS: ReadonlySet<string> = new Set<string>([
  'process-died',
  'process-hangs',
  'scenario-failed',
  'output-not-read',
  'not-testable',
] satisfies ViolationDetails['what'][])

/**
 * Puts a finding at the reverse proxy, where that did not pass on what the finding lacks.
 * @returns the finding itself where the reverse proxy passed everything on, or there is none
 */
export async function checkFront(found: ViolationDetails, timeline: Timeline): Promise<ViolationDetails> {
  const isOther = found.party === 'deployment' || found.party === 'network' || NOT_OF_STREAMS.has(found.what)
  const changed = changedHeaders(found, timeline)
  if (changed !== undefined) return changed
  if (isOther || timeline.all('network').length > 0) return found
  const faultNow = () => firstFault(found, timeline)
  if (faultNow() === undefined) return found
  await timeline
    .waitUntil({
      for: 'the reverse proxy to pass on the rest',
      until: () => (faultNow() === undefined ? true : undefined),
      limitMs: GRACE_MS,
    })
    .catch(() => undefined)
  const fault = faultNow()
  if (fault === undefined) return found
  const { stream, ...details } = fault
  return { party: 'deployment', streams: [stream], ...details }
}

/** Headers of a client that a gateway forwards as it got them, and not as the client sent them. */
function changedHeaders(found: ViolationDetails, timeline: Timeline): ViolationDetails | undefined {
  const [stream] = found.streams
  if (found.what !== 'connect-callback-wrong-headers' || stream === undefined) return undefined
  if (!isForwardedAsGot(timeline, stream)) return undefined
  return {
    party: 'deployment',
    what: 'front-changes-headers',
    summary: `${found.summary} The gateway forwarded every header as it got it from the reverse proxy.`,
    streams: found.streams,
    ...(found.expected === undefined ? {} : { expected: found.expected }),
  }
}

function firstFault({ streams, what }: ViolationDetails, timeline: Timeline) {
  const concerned = streams.length > 0 ? streams : timeline.all('stream-request').map(({ stream }) => stream)
  for (const stream of concerned) {
    const fault = frontFault(timeline, stream, ABOUT_HEADERS.has(what))
    if (fault !== undefined) return { ...fault, stream }
  }
  return undefined
}
