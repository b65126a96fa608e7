import type { Timeline } from '../../timeline/index.ts'

/** A raw connection and what it has received so far, as the timeline has it. */
export class RawConnectionView {
  readonly timeline: Timeline
  readonly number: number

  /** @returns `undefined` when the timeline has no such connection */
  static in(timeline: Timeline, number: number): RawConnectionView | undefined {
    return timeline.exchanges.line(number) === undefined ? undefined : new RawConnectionView(timeline, number)
  }

  constructor(timeline: Timeline, number: number) {
    this.timeline = timeline
    this.number = number
  }

  /** Everything that came back so far. */
  get received(): string {
    const chunks = this.timeline.exchanges.line(this.number)?.received ?? []
    return Buffer.concat(chunks).toString('latin1')
  }

  /** The status lines of the answers so far. */
  get statuses(): readonly number[] {
    return [...this.received.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, status]) => Number(status))
  }

  /** How it was closed, once it is. */
  get ended(): 'closed' | 'reset' | 'refused' | undefined {
    return this.timeline.exchanges.line(this.number)?.end?.how
  }
}
