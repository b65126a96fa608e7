import type { SendExchange } from '../../timeline/index.ts'

/** So many bytes of data have to be accepted. */
const ALWAYS_ACCEPTED = 65_536

/**
 * That a send was refused as too large, and was not.
 * @returns `undefined` where it was refused for another reason, or is larger
 */
export function refusedAsTooLarge(exchange: Partial<SendExchange> | undefined): string | undefined {
  const data: unknown = exchange?.request?.command.event?.data
  if (exchange?.response?.status !== 413 || typeof data !== 'string') return undefined
  const bytes = Buffer.byteLength(data)
  if (bytes > ALWAYS_ACCEPTED) return undefined
  return `The gateway refused it with 413 as too large, but it has only ${bytes} bytes of data; a gateway has to accept 64 KB`
}
