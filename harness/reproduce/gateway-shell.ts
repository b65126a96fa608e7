import { CALLBACK_PATH } from '../contract/paths.ts'
import { redact } from '../diagnosis/index.ts'
import { type ContainerTarget, isContainer, type StartableTarget } from '../gateway/index.ts'
import { REDACTED } from '../redaction/redact-json.ts'
import { wordOf } from './shell.ts'

/** How a gateway is configured, and what is visible of its process. */
export interface GatewayShell {
  readonly target: StartableTarget | ContainerTarget
  /** Names of the variables that the caller set for it. */
  readonly gatewayEnv: readonly string[]
  readonly heartbeatSeconds: number
  /** Variables with other values than usual; `null` for one that is not set. */
  readonly overrides?: Readonly<Record<string, string | null>>
  /** Somebody signals it, and so has to know its process id. */
  readonly isSignalled: boolean
  /** The exit code is part of what is to be seen. */
  readonly ends: boolean
}

/** Where a gateway that is signalled leaves its process id while it runs, as a shell word. */
export const PID_FILE = `"\${TMPDIR:-/tmp}/gateway-$GATEWAY_PORT.pid"`

const CALLBACK_URL = `http://127.0.0.1:{backendPort}${CALLBACK_PATH}?secret=by-hand`

/** The command that starts the gateway where `GATEWAY_PORT` and `BACKEND_PORT` are set. */
export function gatewayCommand(shell: GatewayShell): string {
  const { ends, gatewayEnv, isSignalled, overrides = {}, target } = shell
  const variables = new Map([
    [REDACTED, 'SECRET'],
    ['{port}', 'GATEWAY_PORT'],
    ['{backendPort}', 'BACKEND_PORT'],
  ])
  const told: Record<string, string | null> = {
    PORT: '{port}',
    CALLBACK_URL,
    HEARTBEAT_INTERVAL_SECONDS: String(shell.heartbeatSeconds),
    ...overrides,
  }
  const program = isContainer(target)
    ? containerProgram(target, [...Object.keys(told), ...gatewayEnv])
    : target
  const words = [program.command, ...program.args].map(word =>
    wordOf(redact(word).replaceAll('{callbackUrl}', told.CALLBACK_URL ?? ''), variables),
  )
  const settings = Object.entries(told).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${wordOf(value, variables)}`],
  )
  const asked = gatewayEnv
    .filter(name => /^[A-Za-z_]\w*$/.test(name) && !(name in overrides))
    .map(name => `${name}="\${${name}:?set it to the value of --gateway-env}"`)
  const unset = Object.keys(told).filter(name => told[name] === null)
  return [
    ...('workingDirectory' in target ? [`cd ${wordOf(redact(target.workingDirectory))} &&`] : []),
    ...settings,
    ...asked,
    ...(unset.length > 0 ? ['env', ...unset.map(name => `-u ${name}`)] : []),
    ...(isSignalled ? [`sh -c 'echo $$ >"$0" && exec "$@"' ${PID_FILE}`] : []),
    `${words.join(' ')}${ends ? '; echo "the gateway ended with exit code $?"' : ''}${isSignalled ? `; rm -f ${PID_FILE}` : ''}`,
  ].join(' ')
}

/** The engine's own program; the container shares the network of the machine, and takes variables from the shell. */
function containerProgram({ engine, image }: ContainerTarget, names: readonly string[]) {
  const variables = [...new Set(names)].flatMap(name => ['-e', name])
  return { command: engine.kind, args: ['run', '--rm', '--network', 'host', ...variables, image.reference] }
}
