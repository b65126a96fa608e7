import type { Findings } from '../finding.ts'

/** What can be wrong with the reverse proxy in front of the gateway. */
export const FRONT_FINDINGS = {
  'front-holds-events-back': {
    title: 'the reverse proxy holds back events that the gateway has written',
    advice:
      'In the configuration of the reverse proxy, let each byte of /api/sse/ through as it comes (nginx: `proxy_buffering off;`, or a gateway that sends X-Accel-Buffering: no).',
  },
  'front-compresses-stream': {
    title: 'the reverse proxy compresses the stream',
    advice:
      'In the configuration of the reverse proxy, let event streams through uncompressed (nginx: `gzip off;`, and no text/event-stream in `gzip_types`).',
  },
  'front-cuts-silent-stream': {
    title: 'the reverse proxy ends a stream that is silent',
    advice:
      'In the configuration of the reverse proxy, let a response be silent for longer than the heartbeat interval (nginx: `proxy_read_timeout 1h;`), or give the gateway a shorter HEARTBEAT_INTERVAL_SECONDS.',
  },
  'front-cuts-stream': {
    title: 'the reverse proxy ended a stream that the gateway kept open',
    advice:
      'In its error log, look at why the reverse proxy ended the connection: a limit on the time or the size of a response, or a reload that does not wait (nginx: no `worker_shutdown_timeout`).',
  },
  'front-hides-leave': {
    title: 'the reverse proxy does not tell the gateway that a client has left',
    advice:
      'In the configuration of the reverse proxy, let the connection to the gateway end with that of the client (nginx: `proxy_ignore_client_abort off;`).',
  },
  'front-hides-end': {
    title: 'the reverse proxy does not end a stream that the gateway has ended',
    advice:
      'In the configuration of the reverse proxy, let the end of a response through as it comes (nginx: `proxy_buffering off;`, no `limit_rate`).',
  },
  'front-rewrites-target': {
    title: 'the reverse proxy changes the request target',
    advice:
      'In the configuration of the reverse proxy, let the request target through as the client wrote it (nginx: `proxy_pass http://gateway;` without a path or slash after the host, and no `rewrite`).',
  },
  'front-changes-headers': {
    title: 'the reverse proxy changes or drops headers of the client',
    advice:
      'In the configuration of the reverse proxy, let every header through (nginx: `proxy_set_header Host $http_host;`, `underscores_in_headers on;`, `ignore_invalid_headers off;`).',
  },
  'front-adds-no-forwarded-headers': {
    title: 'the reverse proxy does not say for whom it asks',
    advice:
      'In the configuration of the reverse proxy, let it add X-Forwarded-For, -Proto and -Host (nginx: `proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;`, `X-Forwarded-Proto $scheme;`, `X-Forwarded-Host $http_host;`), also where a location has `proxy_set_header` lines of its own.',
  },
  'front-serves-internal-paths': {
    title: 'the reverse proxy serves to the outside what only the backend may ask',
    advice:
      'In the configuration of the reverse proxy, let only /api/sse/ through to the gateway, and refuse the rest of its paths (nginx: `location ~* ^/(internal|healthz|readyz)(/|$) { return 404; }`).',
  },
  'front-speaks-http-1-0': {
    title: 'the reverse proxy asks the gateway in HTTP/1.0',
    advice:
      'In the configuration of the reverse proxy, let it ask in HTTP/1.1 (nginx: `proxy_http_version 1.1;` and `proxy_set_header Connection "";`).',
  },
  'front-answers-itself': {
    title: 'the reverse proxy did not pass the request to the gateway',
    advice:
      'In the configuration of the reverse proxy, look at where it leads /api/sse/, and for limits on connections or requests (nginx: `location /api/sse/`, `limit_conn`, `limit_req`); its error log says why it refused.',
  },
  'front-changes-response': {
    title: 'the reverse proxy changes the response of the gateway',
    advice:
      'In the configuration of the reverse proxy, let responses through as they are (nginx: no `error_page`, `proxy_intercept_errors`, `sub_filter` or `proxy_hide_header` for /api/sse/).',
  },
  'front-gives-up': {
    title: 'the reverse proxy did not wait for the answer of the gateway',
    advice:
      'In the configuration of the reverse proxy, let the gateway take longer than the 5 s that it waits for its backend (nginx: `proxy_read_timeout 1h;`).',
  },
} as const satisfies Findings
