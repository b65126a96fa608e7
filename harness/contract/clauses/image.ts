import type { Clause } from '../clause.ts'

const IMAGE = 'what an orchestrator asks of an image; Dockerfile of the gateway (60d1cae)'

const container = { container: true } as const

/** What the image of a gateway promises to whatever runs it. */
export const imageClauses = {
  'image/reachable-from-outside': {
    level: 'MUST',
    sentence: 'The gateway listens on every address of its container, and not on the loopback alone.',
    source: IMAGE,
    requires: container,
  },
  'image/exposes-its-port': {
    level: 'MUST',
    sentence: 'A port that the image exposes is the one that the gateway listens on without PORT.',
    source: `${IMAGE} (EXPOSE)`,
    requires: container,
  },
  'image/runs-as-no-root': {
    level: 'MUST',
    sentence: 'The gateway runs as a user that is not root.',
    source: `${IMAGE} (USER)`,
    requires: container,
  },
  'image/read-only-root': {
    level: 'SHOULD',
    sentence: 'The gateway serves with a root file system that cannot be written to, and a writable /tmp.',
    source: IMAGE,
    requires: container,
  },
  'image/stops-in-time': {
    level: 'MUST',
    sentence:
      'Stopped by its engine, the first process of the container ends on its stop signal within 10 s, without SIGKILL.',
    source: IMAGE,
    requires: container,
  },
  'image/healthcheck-stated': {
    level: 'SHOULD',
    sentence: 'The image has a HEALTHCHECK.',
    source: `${IMAGE} (HEALTHCHECK)`,
    requires: container,
  },
  'image/healthcheck-truthful': {
    level: 'MUST',
    sentence:
      'A HEALTHCHECK succeeds while the gateway serves, and fails while GET /healthz is not answered.',
    source: `${IMAGE} (HEALTHCHECK)`,
    requires: container,
  },
} as const satisfies Record<string, Clause>
