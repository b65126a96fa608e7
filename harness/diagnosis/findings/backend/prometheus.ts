import type { CodeFindings } from '../finding.ts'

/** What can be wrong with the metrics of a backend, as Prometheus sees them. */
export const PROMETHEUS = {
  'scrape-fails': {
    title: 'its /metrics cannot be scraped',
    look: 'at what Prometheus says of the scrape: at the content type of /metrics (text/plain; version=0.0.4), and at the line that it does not understand.',
  },
  'metrics-lint': {
    title: 'its metrics are not clean',
    look: 'at the metric that `promtool check metrics` names.',
  },
  'series-missing': {
    title: 'it does not expose a metric of the contract',
    look: 'for where the metric is registered: its name, its type and its labels.',
  },
  'series-wrong': {
    title: 'its series in Prometheus did not move as expected',
    look: 'at where this metric is counted, and at the names and values of its labels.',
  },
  'counter-fell': {
    title: 'its counter fell',
    look: 'at what sets this counter back: a counter only grows, and a value that falls is a gauge.',
  },
  'wrong-unit': {
    title: 'its durations are not in seconds',
    look: 'at the clock of the send duration: its unit has to be seconds, as its name says.',
  },
  'labels-unbounded': {
    title: 'its metrics have a series for each stream',
    look: 'at the labels of the metric: an id, a token or a URL in a label makes a series for each of them, and Prometheus keeps them all.',
  },
} as const satisfies CodeFindings
