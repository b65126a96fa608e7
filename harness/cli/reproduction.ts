import { printable } from '../verdict/index.ts'
import { DEFAULT_READY_WITHIN, DEFAULT_WAIT_LIMIT, type GateOptions } from './command-line.ts'

/** The command that plays the scenarios of one clause against the same gateway; what may be secret is left out. */
export function reproduction(options: GateOptions, clause: string): string {
  const { gateway, gatewayCommand, gatewayUrl, gatewayNode, callbackHost, callbackPort, edition, fault } =
    options
  const { gatewayEnv, waitLimit, readyWithin } = options
  const flags: [string, string | number | undefined][] = [
    ['--gateway', gateway],
    ['--gateway-command', gatewayCommand],
    ['--gateway-url', gatewayUrl],
    ['--gateway-node', gatewayNode],
    ['--callback-host', callbackHost],
    ['--callback-port', callbackPort],
    ...Object.keys(gatewayEnv).map((name): [string, string] => ['--gateway-env', `${name}=…`]),
    ['--wait-limit', waitLimit === DEFAULT_WAIT_LIMIT ? undefined : waitLimit],
    ['--ready-within', readyWithin === DEFAULT_READY_WITHIN ? undefined : readyWithin],
    ...fault.map((name): [string, string] => ['--fault', name]),
    ['--edition', edition === 'callback-events' ? undefined : edition],
    ['--only', clause],
  ]
  const said = flags.flatMap(([flag, value]) =>
    value === undefined ? [] : [`${flag} ${shellWord(printable(String(value)))}`],
  )
  return `npm run gate -- ${[...said, ...(options.cors ? ['--cors'] : [])].join(' ')}`
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
