import type { Findings } from '../finding.ts'

/** What can be wrong with a system that runs, seen from outside. */
export const CHECKLIST_FINDINGS = {
  'streams-not-routed': {
    title: 'the reverse proxy does not send /api/sse/ to the gateway',
    advice:
      'In the reverse proxy, look for the route of /api/sse/: it has to come before the catch-all, and to lead to the gateway with an unchanged path (nginx: location ^~ /api/sse/ with a proxy_pass that has no path).',
  },
  'internal-endpoint-served': {
    title: 'the reverse proxy serves an internal endpoint of the gateway',
    advice:
      'In the reverse proxy, look for the route that lets this path through: /internal/, /healthz and /readyz have to be answered 404, whatever their spelling (nginx: a location ~* that returns 404).',
  },
  'gateway-unreachable': {
    title: 'no gateway answers behind the reverse proxy',
    advice:
      'In the deployment, look at whether the gateway runs, and at the host and port that the reverse proxy has for it.',
  },
  'backend-unreachable': {
    title: 'the gateway does not reach its backend',
    advice:
      'In the settings of the gateway, look at CALLBACK_URL: host, port and path have to be those of the callback endpoint as the gateway reaches it.',
  },
  'stream-compressed': {
    title: 'the reverse proxy compresses streams',
    advice:
      'In the reverse proxy, look at what it compresses: text/event-stream must not be (nginx: gzip off in the location of the streams).',
  },
  'stream-buffered': {
    title: 'the reverse proxy holds back what is written to a stream',
    advice:
      'In the reverse proxy, look at its buffers for /api/sse/: an event has to go on when it comes (nginx: proxy_buffering off).',
  },
  'stream-cut': {
    title: 'the reverse proxy ends a silent stream',
    advice:
      'In the reverse proxy, look at its read timeout for /api/sse/: it has to be longer than the time between two heartbeats (nginx: proxy_read_timeout).',
  },
  'callback-secret-unset': {
    title: 'the callback endpoint lets callbacks in without the secret',
    advice:
      'In the settings of the backend, look at SSE_CALLBACK_SECRET, and at whether it runs in production mode (FLASK_ENV=production): only then does it ask for the secret.',
  },
  'callback-secret-differs': {
    title: 'the backend expects another secret than the one that was given',
    advice:
      'In the settings, compare SSE_CALLBACK_SECRET of the backend with the secret that was given, and with the one in the CALLBACK_URL of the gateway.',
  },
  'metrics-not-scraped': {
    title: 'no metric about the gateway is in Prometheus',
    advice:
      'In the configuration of Prometheus, look for the scrape job of the backend: its target is /metrics of the backend, and /targets of Prometheus says what is wrong with it.',
  },
  'scrape-stopped': {
    title: 'the backend is not scraped any more',
    advice:
      'In the configuration of Prometheus, look at the target of the backend: /targets says why the last scrape failed.',
  },
  'gateway-url-wrong': {
    title: 'the backend does not find the gateway that serves its clients',
    advice:
      'In the settings of the backend, look at SSE_GATEWAY_URL: it has to be the address of the gateway as the backend reaches it.',
  },
  'backend-not-ready': {
    title: 'the backend says that it is not ready',
    advice: 'In the deployment, look at the reason that the readiness of the backend gives, and at its log.',
  },
} as const satisfies Findings
