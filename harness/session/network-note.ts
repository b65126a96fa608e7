import { CALLBACK_TIMEOUT_MS } from '../contract/timing.ts'
import type { EntryOf } from '../timeline/index.ts'
import type { NetworkFault } from '../wire/proxy/index.ts'

type NetworkNote = Omit<EntryOf<'network'>, 'at'>

/** Who sends the bytes of a direction. */
const SENDERS = {
  client: { 'to-upstream': 'client', 'to-downstream': 'gateway' },
  callback: { 'to-upstream': 'gateway', 'to-downstream': 'backend' },
  send: { 'to-upstream': 'backend', 'to-downstream': 'gateway' },
} as const

/** What a network fault comes to, in the record. */
export function networkNote({ edge, fault }: NetworkFault): NetworkNote {
  const { delayMs, direction, singleBytes, after = 0, ending } = fault
  const from = SENDERS[edge][direction]
  const where = after === 0 ? '' : `, after ${after} bytes from the ${from}`
  const what = [
    ending === 'cut' ? `this program ended the connection, as --network-fault says${where}` : undefined,
    ending === 'reset' ? `this program reset the connection, as --network-fault says${where}` : undefined,
    ending === 'hold'
      ? `this program holds back what comes from the ${from}, as --network-fault says${after === 0 ? '' : `, after ${after} bytes`}`
      : undefined,
    delayMs === undefined ? undefined : `what comes from the ${from} takes ${delayMs} ms longer`,
    singleBytes === true ? `bytes from the ${from} arrive one by one` : undefined,
  ].filter(part => part !== undefined)
  return {
    kind: 'network',
    edge,
    breaks: ending !== undefined || (delayMs ?? 0) >= CALLBACK_TIMEOUT_MS,
    ...(delayMs !== undefined || singleBytes === true ? { slows: true as const } : {}),
    ...(delayMs === undefined ? {} : { slowerMs: delayMs }),
    text: what.join('; '),
  }
}
