import type { NetworkFault } from '../tap/index.ts'
import type { Observation } from '../timeline/index.ts'

/** How long a gateway waits for a callback's answer, in milliseconds: one that is later never arrives. */
const CALLBACK_LIMIT_MS = 5_000

/** What a network fault comes to, in the record. */
export function networkNote({ edge, disturbance }: NetworkFault): Observation {
  const { delayMs, singleBytes, after = 0, ending } = disturbance
  const where = after === 0 ? '' : ` after ${after} bytes`
  const what = [
    ending === 'cut' ? `the connection ends${where}, and neither side ended it` : undefined,
    ending === 'reset' ? `the connection is reset${where}, and neither side did it` : undefined,
    ending === 'hold' ? `nothing goes through any more${where}` : undefined,
    delayMs === undefined ? undefined : `everything takes ${delayMs} ms longer`,
    singleBytes === true ? 'bytes arrive one by one' : undefined,
  ].filter(part => part !== undefined)
  return {
    kind: 'network',
    edge,
    breaks: ending !== undefined || (delayMs ?? 0) >= CALLBACK_LIMIT_MS,
    ...(delayMs !== undefined || singleBytes === true ? { slows: true as const } : {}),
    ...(delayMs === undefined ? {} : { slowerMs: delayMs }),
    text: what.join('; '),
  }
}
