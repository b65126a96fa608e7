import type { Timeline } from '../../timeline/index.ts'

/** A read-only view of a raw connection and what it has received so far. */
export interface RawConnectionView {
  readonly number: number
  /** The status lines of the answers so far. */
  readonly statuses: readonly number[]
  /** How it was closed, once it is. */
  readonly ended: 'closed' | 'reset' | 'refused' | undefined
}

/** The status lines in what came back on a connection. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status))
}

/** A raw connection as the timeline has it; `undefined` when it has no such connection. */
export function recordedLine(timeline: Timeline, number: number): RawConnectionView | undefined {
  const isOurs = ({ line }: { readonly line: number }): boolean => line === number
  if (!timeline.all('line-sent').some(isOurs)) return undefined
  return {
    number,
    get statuses() {
      const received = timeline.all('line-received').filter(isOurs)
      return statusesIn(Buffer.concat(received.map(({ bytes }) => bytes)).toString('latin1'))
    },
    get ended() {
      return timeline.all('line-ended').find(isOurs)?.how
    },
  }
}
