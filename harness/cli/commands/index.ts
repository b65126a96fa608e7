import type { CommandDescription } from '../options/command.ts'
import type { Rows, ValuesOf } from '../options/row.ts'
import { BACKEND } from './backend/command.ts'
import { DEPLOYMENT } from './deployment/command.ts'
import { FAULTS } from './faults/command.ts'
import { FRONTEND } from './frontend/command.ts'
import { GATE } from './gate/command.ts'
import { PROBE } from './probe/command.ts'
import { REPRODUCE_BACKEND } from './reproduce/backend-command.ts'
import { REPRODUCE } from './reproduce/command.ts'

/** A command, and what does its work. */
export interface ProgramCommand<R extends Rows = Rows> {
  readonly description: CommandDescription<R>
  /** It is loaded only when something is to be done. */
  load(): Promise<{ run(options: ValuesOf<R>, workingDirectory: string): Promise<number> }>
}

function command<R extends Rows>(
  description: CommandDescription<R>,
  load: ProgramCommand<R>['load'],
): ProgramCommand<R> {
  return { description, load }
}

/** All commands, in the order of the help. */
export const COMMANDS: readonly ProgramCommand[] = [
  command(GATE, () => import('./gate/gate.ts')),
  command(BACKEND, () => import('./backend/backend.ts')),
  command(FRONTEND, () => import('./frontend/frontend.ts')),
  command(REPRODUCE, () => import('./reproduce/reproduce.ts')),
  command(REPRODUCE_BACKEND, () => import('./reproduce/backend.ts')),
  command(DEPLOYMENT, () => import('./deployment/deployment.ts')),
  command(PROBE, () => import('./probe/probe.ts')),
  command(FAULTS, () => import('./faults/faults.ts')),
]
