import type { Clause } from '../clause.ts'

const BACKEND = 'contract, "How the backend behaves"'
const FORMAT = 'Prometheus, "Exposition formats"'

/** Requirements for a backend that Prometheus scrapes. Judged only where one does. */
export const prometheusClauses = {
  'backend/metrics-scraped': {
    level: 'SHOULD',
    sentence: 'A Prometheus server scrapes /metrics of the backend without an error.',
    source: FORMAT,
    requires: { prometheus: true },
  },
  'backend/metrics-clean': {
    level: 'SHOULD',
    sentence:
      'In /metrics of the backend `promtool check metrics` finds nothing wrong, and no series stands there twice.',
    source: 'Prometheus, "Metric and label naming"',
    requires: { prometheus: true },
  },
  'backend/series-exist': {
    level: 'SHOULD',
    sentence: 'Prometheus has the series of the three metrics, with the types and labels of the contract.',
    source: BACKEND,
    requires: { prometheus: true },
  },
  'backend/series-move': {
    level: 'SHOULD',
    sentence: 'The series in Prometheus grow as streams open and events are sent, and no counter falls.',
    source: BACKEND,
    requires: { prometheus: true },
  },
  'backend/durations-in-seconds': {
    level: 'SHOULD',
    sentence: 'The durations in sse_gateway_send_duration_seconds are seconds.',
    source: 'Prometheus, "Metric and label naming" ("base units")',
    requires: { prometheus: true },
  },
  'backend/labels-bounded': {
    level: 'SHOULD',
    sentence: 'More streams add no series: no label holds an id, a token or a URL.',
    source:
      'Prometheus, "Metric and label naming" ("do not use labels to store dimensions with high cardinality")',
    requires: { prometheus: true },
  },
} as const satisfies Record<string, Clause>
