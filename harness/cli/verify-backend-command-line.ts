import { Command, InvalidArgumentError, Option } from 'commander'
import { BACKEND_FAULTS, type BackendFault, isBackendFault } from '../backend/application/faults.ts'
import { didYouMean } from '../report/closest.ts'
import { addJudgingOptions, type JudgingOptions } from './judging-options.ts'
import { parsed } from './target-options.ts'

/** What the caller of verify-backend said, syntactically checked. */
export interface VerifyBackendOptions extends JudgingOptions {
  readonly backendFault: readonly BackendFault[]
}

/**
 * @returns `'shown'` when help or the version was asked for and printed
 * @throws ConfigurationError
 */
export function parseVerifyBackendCommandLine(
  args: readonly string[],
  version: string,
): VerifyBackendOptions | 'shown' {
  const command = verifyBackendCommand().version(version, '--version', 'show the version and stop')
  return parsed<VerifyBackendOptions>(command, args, 'verify-backend')
}

function verifyBackendCommand(): Command {
  const command = new Command('verify-backend')
    .description('Says whether a backend keeps its side of the contract with an SSE gateway.')
    .addOption(
      new Option('--backend-fault <name>', 'break the bundled mock backend; may be repeated')
        .argParser(faults)
        .default([], 'none'),
    )
  return addJudgingOptions(command, 'the clauses about backends')
}

function faults(text: string, earlier: readonly BackendFault[]): readonly BackendFault[] {
  if (!isBackendFault(text)) {
    throw new InvalidArgumentError(`There is no such fault${didYouMean(text, Object.keys(BACKEND_FAULTS))}.`)
  }
  return [...earlier, text]
}
