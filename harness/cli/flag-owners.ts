import type { Command } from 'commander'
import { gateCommand } from './command-line.ts'
import { faultsCommand } from './faults-command-line.ts'
import { probeCommand } from './probe-command-line.ts'
import { reproCommand } from './repro-command-line.ts'
import { verifyBackendCommand } from './verify-backend-command-line.ts'

/** The commands that have a flag, by their npm scripts. */
export function ownersOf(flag: string): readonly string[] {
  const commands: readonly Command[] = [
    gateCommand(),
    verifyBackendCommand(),
    reproCommand(),
    probeCommand(),
    faultsCommand(),
  ]
  return commands
    .filter(({ options }) => options.some(({ long }) => long === flag))
    .map(command => command.name())
}
