import { gatewayFault, quoted } from '../../diagnosis/index.ts'
import type { StreamView } from '../../wire/sse-client/index.ts'
import { defineMatchers } from '../registry.ts'

/** Two random UUIDs differ in some 28 digits; in fewer than these once in many ages of the universe. */
const MIN_DIFFERENCE = 12

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

defineMatchers({
  toHaveUniqueTokens(streams: readonly StreamView[]) {
    for (const [n, stream] of streams.entries()) {
      const token = stream.token ?? ''
      const similar = streams
        .slice(0, n)
        .find(other => differingDigits(token, other.token ?? '') < MIN_DIFFERENCE)
      if (similar === undefined && UUID.test(token)) continue
      return gatewayFault(similar === undefined ? [stream.number] : [similar.number, stream.number], {
        what:
          similar === undefined
            ? 'token-not-random-uuid'
            : similar.token === token
              ? 'token-reused'
              : 'token-predictable',
        summary:
          similar?.token === token
            ? `The gateway gave two streams the same token, ${quoted(token)}: a send to one stream can reach the other.`
            : similar === undefined
              ? `The gateway gave a stream the token ${quoted(token)}, which is not a random (version 4) UUID.`
              : `The gateway gave two streams the tokens ${quoted(similar.token ?? '')} and ${quoted(token)}; random tokens would not be so much alike.`,
        expected: 'a fresh random UUID',
      })
    }
    return undefined
  },
})

function differingDigits(left: string, right: string): number {
  return [...left].filter((digit, n) => digit !== right[n]).length
}
