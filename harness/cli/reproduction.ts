import type { GateOptions } from './command-line.ts'

/** The command that plays the scenarios of one clause against the same gateway. */
export function reproduction(options: GateOptions, clause: string): string {
  const { gateway, gatewayCommand, gatewayUrl, gatewayNode, callbackHost, callbackPort, edition, fault } =
    options
  const flags: [string, string | number | undefined][] = [
    ['--gateway', gateway],
    ['--gateway-command', gatewayCommand],
    ['--gateway-url', gatewayUrl],
    ['--gateway-node', gatewayNode],
    ['--callback-host', callbackHost],
    ['--callback-port', callbackPort],
    ...fault.map((name): [string, string] => ['--fault', name]),
    ['--edition', edition === 'callback-events' ? undefined : edition],
    ['--only', clause],
  ]
  const said = flags.flatMap(([flag, value]) =>
    value === undefined ? [] : [`${flag} ${shellWord(String(value))}`],
  )
  return `npm run gate -- ${said.join(' ')}`
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
