import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inheritedEnvironment } from '../process/index.ts'
import { type Service, startProgram, startService } from '../service/index.ts'
import { ROOT } from '../util/root.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'

/** A reverse proxy of this machine. */
export interface ReverseProxy {
  readonly kind: keyof typeof KINDS
  /** The path of the program. */
  readonly program: string
}

interface Kind {
  /** The configuration that docs/deploying.md shows. */
  readonly configuration: string
  /** What is added so that it runs by itself in a directory. */
  readonly complete: (text: string, directory: string) => string
  readonly args: (file: string, directory: string) => readonly string[]
}

const KINDS = {
  nginx: {
    configuration: 'fixtures/front/nginx.conf',
    complete: (text, directory) => {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map(kind => `${kind}_temp_path ${directory}/${kind};`)
        .join(' ')
      const log = `log_format asked '$request_method $request_uri $status'; access_log ${directory}/access.log asked;`
      return text.replace('http {', `http { ${log} ${temporary}`)
    },
    args: (file, directory) => {
      const globals = `daemon off; pid ${directory}/nginx.pid;`
      return ['-e', 'stderr', '-p', directory, '-c', file, '-g', globals]
    },
  },
  caddy: {
    configuration: 'fixtures/front/Caddyfile',
    complete: text => text,
    args: file => ['run', '--config', file, '--adapter', 'caddyfile'],
  },
} satisfies Record<string, Kind>

const READINESS = {
  kind: 'reverse proxy',
  path: '/api/health/healthz',
  refusesPages: false,
  advice: 'look at its output.',
  patience: '--timeout',
}

/** A reverse proxy that runs. */
interface StartedProxy extends Service {
  /** The requests that it has answered, as `GET /path 200`; none where it keeps no log. */
  readonly answered: () => readonly string[]
}

/**
 * Starts a reverse proxy with the configuration of docs/deploying.md, its files in a directory of its own.
 * @param change what is wrong with the configuration
 */
export async function startProxy(
  { kind, program }: ReverseProxy,
  { gatewayUrl, backendUrl }: { readonly gatewayUrl: string; readonly backendUrl: string },
  change?: (text: string) => string,
): Promise<StartedProxy> {
  const directory = new TemporaryDirectory()
  const { configuration, complete, args }: Kind = KINDS[kind]
  const right = readFileSync(join(ROOT, configuration), 'utf8')
  const template = change?.(right) ?? right
  if (change !== undefined && template === right)
    throw new Error(`The fault does not change ${configuration}.`)
  const text = complete(template, directory.path)
    .replaceAll('{gateway}', new URL(gatewayUrl).host)
    .replaceAll('{backend}', new URL(backendUrl).host)
  const log = join(directory.path, 'access.log')
  const service = await startService(
    {
      name: 'reverse proxy',
      start: (port, hooks) => {
        const file = directory.write('configuration', text.replaceAll('{port}', String(port)))
        const commandLine = {
          command: program,
          args: args(file, directory.path),
          cwd: directory.path,
          env: {
            ...inheritedEnvironment(),
            XDG_CONFIG_HOME: directory.path,
            XDG_DATA_HOME: directory.path,
          },
          scratch: directory.path,
        }
        return startProgram('reverse proxy', commandLine, hooks)
      },
      readiness: READINESS,
      variables: 'the same configuration',
    },
    { readyLimitMs: 30_000 },
  )
  return {
    ...service,
    answered: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
    [Symbol.asyncDispose]: async () => {
      await service[Symbol.asyncDispose]()
      directory[Symbol.dispose]()
    },
  }
}
