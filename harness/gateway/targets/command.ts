import { ConfigurationError } from '../../util/errors.ts'
import type { TargetKind } from './target-kind.ts'

/** Any program, as a command for the shell. */
export const command: TargetKind = {
  kind: 'command',
  resolve: ({ gatewayCommand, workingDirectory, environment }) => {
    if (gatewayCommand === undefined) return undefined
    if (gatewayCommand.trim() === '') {
      throw new ConfigurationError('--gateway-command is empty; expected a command that starts a gateway.')
    }
    return {
      identity: { name: gatewayCommand, kind: 'command', path: workingDirectory },
      command: 'sh',
      args: ['-c', gatewayCommand],
      workingDirectory,
      environment,
    }
  },
}
