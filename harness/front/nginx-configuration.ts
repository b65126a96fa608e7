import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fillPlaceholders } from '../service/index.ts'

/** Filled in at every start: what the proxy listens on, and what it leads to (`host:port`). */
export interface FrontAddresses {
  readonly port: string
  readonly gateway: string
  readonly backend: string
}

/** Where an instance reads and writes. */
export interface Places {
  /** Where its access log goes: the value of `access_log`. */
  readonly accessLog: string
  /** What relative paths in the template are relative to. */
  readonly directory: string
  /** The directory of the instance. */
  readonly scratch: string
}

/** Where nginx looks for a relative path that the caller's own directory does not have. */
const SYSTEM_DIRECTORY = '/etc/nginx'

/** Directives of `http` whose built-in paths only root may write. */
const TEMPORARY_PATHS = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(kind => `${kind}_temp_path`)

/** What a line of our own format begins with: the header by which the harness knows its streams. */
const LOG_FORMAT = `'$http_x_conformance_stream|$request_method $request_uri: $status, $bytes_sent bytes to the client in $request_time s; the upstream answered $upstream_status'`

/**
 * The configuration of a private instance: placeholders filled in, its logs to us, everything else that it writes under
 * one directory. Lines keep their numbers. A file without `events`, such as one of conf.d, is taken as the inside of `http`.
 */
export function privateConfiguration(
  template: string,
  addresses: FrontAddresses,
  { accessLog, directory, scratch }: Places,
): string {
  const [text = ''] = fillPlaceholders([template], { ...addresses })
  const lead = `pid ${join(scratch, 'nginx.pid')}; daemon off;`
  const own = text
    .replaceAll(/^(\s*)(?:pid|daemon)\s[^;]*;/gm, '$1')
    .replaceAll(/^(\s*error_log)\s+(?!stderr)\S+?(?=[\s;])/gm, '$1 stderr')
    .replaceAll(/^(\s*access_log)\s+(?!off\b)\S+?(?=[\s;])/gm, `$1 ${accessLog}`)
    .replaceAll(
      /^(\s*(?:include|ssl_certificate|ssl_certificate_key)\s+)(?!\/|data:)([^;\s]+)/gm,
      (_, directive: string, path: string) => {
        const beside = join(directory, path)
        return `${directive}${existsSync(beside) ? beside : join(SYSTEM_DIRECTORY, path)}`
      },
    )
  const ours = insideOfHttp(own, accessLog, scratch)
  return /^\s*events\b/m.test(own)
    ? `${lead} ${own.replace(/^(\s*http\s*\{)/m, (_, opening: string) => `${opening} ${ours}`)}`
    : `${lead} error_log stderr; events { worker_connections 8192; } http { ${ours} ${own}\n}\n`
}

function insideOfHttp(text: string, accessLog: string, scratch: string): string {
  const isMissing = (directive: string): boolean => !new RegExp(`^\\s*${directive}\\s`, 'm').test(text)
  return [
    ...TEMPORARY_PATHS.filter(isMissing).map(directive => `${directive} ${join(scratch, directive)};`),
    ...(isMissing('access_log')
      ? [`log_format conformance ${LOG_FORMAT};`, `access_log ${accessLog} conformance;`]
      : []),
  ].join(' ')
}
