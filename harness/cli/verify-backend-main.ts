import { mockBackendTarget } from '../backend/serving/index.ts'
import { defaultBackendSettings } from '../scenario/backend/settings.ts'
import { judgingFlags } from './judging-options.ts'
import { listClauses } from './list.ts'
import { settleReports } from './report-places.ts'
import { harnessVersion } from './result-of.ts'
import { runProgram } from './run-program.ts'
import { selectForBackend } from './selection.ts'
import { shellWord } from './target-options.ts'
import { type Cause, Trial } from './trial.ts'
import { parseVerifyBackendCommandLine, type VerifyBackendOptions } from './verify-backend-command-line.ts'
import { prepareBackendRun, ROOT } from './vitest-run.ts'

/** What the caller said, found to be possible. @throws ConfigurationError when something of it cannot be */
async function settle(options: VerifyBackendOptions, workingDirectory: string): Promise<Cause> {
  const selection = selectForBackend(options.only, ROOT, workingDirectory)
  const places = await settleReports(options, 'backend', workingDirectory)
  const target = mockBackendTarget(options.backendFault)
  const settings = {
    ...defaultBackendSettings(target),
    ...(selection.clauses === undefined ? {} : { only: selection.clauses }),
    fast: options.fast,
    limitMs: options.waitLimit * 1_000,
  }
  return {
    ...places,
    program: 'verify-backend',
    judged: { subject: 'backend', target: target.identity },
    options,
    selection,
    gatewayEnv: [],
    backendEnv: [],
    prepare: reporter => prepareBackendRun(settings, reporter),
    reproduction: clause => {
      const { first, last } = judgingFlags(options)
      const faults = options.backendFault.map(name => `--backend-fault ${name}`)
      return ['npm run verify-backend --', ...faults, ...first, ...last, `--only ${shellWord(clause)}`].join(
        ' ',
      )
    },
  }
}

/** What the command line of verify-backend asks for. @returns the exit code */
export function main(): Promise<number> {
  return runProgram('verify-backend', async workingDirectory => {
    const options = parseVerifyBackendCommandLine(process.argv.slice(2), harnessVersion())
    if (options === 'shown') return 0
    if (options.list) {
      console.log(listClauses('backend'))
      return 0
    }
    return new Trial(await settle(options, workingDirectory)).run()
  })
}
