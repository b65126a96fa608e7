import { faulty } from './faults.ts'

/** Upper bounds in seconds: the defaults of the Prometheus client libraries. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

interface Durations {
  readonly atMost: number[]
  count: number
  sum: number
}

/** The backend's counters about its gateway, written in the Prometheus text exposition format. */
export class GatewayMetrics {
  readonly #connections = new Map<string, number>()
  readonly #events = new Map<string, number>()
  readonly #active = new Map<string, number>()
  /** Of a fault: a series for each stream. */
  readonly #streams = new Map<string, number>()
  readonly #durations = new Map<string, Durations>()

  /** @param service the part of an identifier before its colon, e.g. `task` */
  countConnection(service: string, action: 'connect' | 'disconnect'): void {
    if (action === 'disconnect' && faulty('counts-no-disconnects')) return
    increment(this.#connections, `service="${service}",action="${action}"`, 1)
    if (faulty('counts-each-stream')) this.#streams.set(`stream="${this.#streams.size}"`, 1)
    if (action === 'disconnect' && faulty('connects-fall')) {
      increment(this.#connections, `service="${service}",action="connect"`, -1)
    }
  }

  countEvent(service: string, status: 'success' | 'error'): void {
    if (status === 'error' && faulty('counts-no-errors')) return
    increment(this.#events, `service="${service}",status="${status}"`, 1)
  }

  changeActive(service: string, by: 1 | -1): void {
    if (by === -1 && faulty('active-never-falls')) return
    increment(this.#active, `service="${service}"`, by)
  }

  observeSend(service: string, seconds: number): void {
    const labels = `service="${service}"`
    const durations = this.#durations.get(labels) ?? { atMost: BUCKETS.map(() => 0), count: 0, sum: 0 }
    this.#durations.set(labels, durations)
    durations.count += 1
    durations.sum += faulty('durations-in-milliseconds') ? seconds * 1_000 : seconds
    for (const [index, bound] of BUCKETS.entries()) {
      if (seconds <= bound) durations.atMost[index] = (durations.atMost[index] ?? 0) + 1
    }
  }

  /** The body of `GET /metrics`. */
  expose(): string {
    if (faulty('counts-nothing')) return new GatewayMetrics().#lines()
    return this.#lines()
  }

  #lines(): string {
    const type = faulty('counter-as-gauge') ? 'gauge' : 'counter'
    const lines = [
      ...family('sse_gateway_connections_total', type, 'Connects and disconnects.', this.#connections),
      ...family('sse_gateway_events_sent_total', 'counter', 'Events sent to the gateway.', this.#events),
      ...heading('sse_gateway_send_duration_seconds', 'histogram', 'How long a send took.'),
      ...[...this.#durations].flatMap(([labels, durations]) => histogram(labels, durations)),
      ...family('sse_gateway_active_connections', 'gauge', 'Registered connections.', this.#active),
      ...(this.#streams.size === 0
        ? []
        : family('sse_gateway_streams_total', 'counter', 'Streams.', this.#streams)),
    ]
    if (faulty('series-twice')) lines.push(...lines.filter(line => line.startsWith('sse_gateway_active')))
    return `${lines.join('\n')}\n`
  }
}

function increment(series: Map<string, number>, labels: string, by: number): void {
  series.set(labels, (series.get(labels) ?? 0) + by)
}

function heading(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}

function family(name: string, type: string, help: string, series: ReadonlyMap<string, number>): string[] {
  return [
    ...heading(name, type, help),
    ...[...series].map(([labels, value]) => `${name}{${labels}} ${value}`),
  ]
}

function histogram(labels: string, { atMost, count, sum }: Durations): string[] {
  const name = 'sse_gateway_send_duration_seconds'
  return [
    ...BUCKETS.map((bound, index) => `${name}_bucket{${labels},le="${bound}"} ${atMost[index]}`),
    `${name}_bucket{${labels},le="+Inf"} ${count}`,
    `${name}_sum{${labels}} ${sum}`,
    `${name}_count{${labels}} ${count}`,
  ]
}
