import type { Clause } from '../clause.ts'

/** A backend that allows one stream per identifier closes the old one inside the connect callback of the new one. */
export const replaceClauses = {
  'replace/old-stream-ends': {
    level: 'MUST',
    sentence: 'A close that is sent inside the connect callback of another stream ends the old one cleanly.',
    source: 'contract, ConnectionManager; rule 2',
  },
  'replace/old-stream-reported': {
    level: 'MUST',
    sentence: 'A replaced stream is reported once, as server_closed, under its own token.',
    source: 'rule 3',
  },
  'replace/new-stream-receives': {
    level: 'MUST',
    sentence: 'After a replacement, the new stream receives every event and the old one none.',
    source: 'rule 2; rule 4',
  },
  'replace/late-disconnect-ignored': {
    level: 'MUST',
    sentence: 'The late disconnect callback of a replaced stream leaves its successor connected.',
    source: 'contract, ConnectionManager; rule 4',
  },
  'replace/repeatedly': {
    level: 'MUST',
    sentence: 'A stream can be replaced repeatedly: each predecessor ends, and the last one receives.',
    source: 'rule 4',
  },
  'replace/other-streams-isolated': {
    level: 'MUST',
    sentence: 'Replacing one stream affects no stream of another identifier, even on the same path.',
    source: 'rule 4',
  },
  'replace/close-does-not-wait': {
    level: 'SHOULD',
    sentence: "A close is answered without waiting for the backend's answer to the disconnect callback.",
    source: 'rule 7',
  },
} as const satisfies Record<string, Clause>
