import { ConfigurationError } from '../../util/errors.ts'
import type { BackendKind } from './target-kind.ts'

/** Variables that the harness sets, and that the backend must not take from the caller's shell. */
const SET_BY_HARNESS = ['FLASK_ENV', 'SSE_CALLBACK_SECRET', 'SSE_GATEWAY_URL']

/** Any program, as a command for the shell. */
export const command: BackendKind = {
  kind: 'command',
  resolve: ({ backendCommand, workingDirectory, environment, backendEnv }) => {
    if (backendCommand === undefined) return undefined
    if (backendCommand.trim() === '') {
      throw new ConfigurationError('--backend-command is empty; expected a command that starts a backend.')
    }
    const inherited = Object.entries(environment).filter(([name]) => !SET_BY_HARNESS.includes(name))
    return {
      identity: { name: backendCommand, kind: 'command', path: workingDirectory },
      command: 'sh',
      args: ['-c', backendCommand],
      workingDirectory,
      environment: { ...Object.fromEntries(inherited), ...backendEnv },
    }
  },
}
