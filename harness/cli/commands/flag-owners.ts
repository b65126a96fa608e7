import type { Command } from 'commander'
import { faultsCommand } from './faults/command.ts'
import { gateCommand } from './gate/command.ts'
import { probeCommand } from './probe/command.ts'
import { reproCommand } from './repro/command.ts'
import { verifyBackendCommand } from './verify-backend/command.ts'

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
