import type { Findings } from '../finding.ts'

/** What can be wrong with the image of a gateway. */
export const IMAGE_FINDINGS = {
  'image-runs-as-root': {
    title: 'the image runs the gateway as root',
    advice:
      'In the Dockerfile, put `USER node` (or another user that is not root, by number where the image has no names) above CMD.',
  },
  'image-swallows-signal': {
    title: 'the image starts the gateway through a program that does not pass the stop signal on',
    advice:
      'In the Dockerfile, start the gateway itself: `CMD ["node", "dist/index.js"]` instead of `CMD node dist/index.js` or `npm start`, so that no shell is the first process; a script ends with `exec "$@"`.',
  },
  'image-without-healthcheck': {
    title: 'the image has no HEALTHCHECK',
    advice:
      'In the Dockerfile, add `HEALTHCHECK CMD ["node", "-e", "fetch(\'http://127.0.0.1:\' + (process.env.PORT || 3000) + \'/healthz\').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]`.',
  },
  'healthcheck-fails-while-up': {
    title: 'the HEALTHCHECK of the image fails while the gateway serves',
    advice:
      'In the Dockerfile, look at the line HEALTHCHECK: is its program in the image, and does it ask /healthz on 127.0.0.1 at the port in PORT, and not at a fixed one?',
  },
  'healthcheck-always-healthy': {
    title: 'the HEALTHCHECK of the image succeeds while the gateway does not answer',
    advice:
      'In the Dockerfile, look at the line HEALTHCHECK: it has to ask GET /healthz and exit with a code other than 0 where no 200 comes; `|| true`, or a look at the process alone, hides that.',
  },
  'exposed-port-not-served': {
    title: 'the image exposes a port on which the gateway does not listen',
    advice:
      'In the Dockerfile, let EXPOSE name the port that the gateway listens on when PORT is not set, or set that: `ENV PORT=3000` and `EXPOSE 3000`.',
  },
} as const satisfies Findings
