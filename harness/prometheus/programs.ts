import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { whichCommandSync } from 'which-command'
import { ConfigurationError } from '../util/errors.ts'

/** The two programs, by their absolute paths. Plain data. */
export interface PrometheusPrograms {
  readonly server: string
  readonly promtool: string
}

/**
 * Finds the server by its path, or by its name on the PATH, and promtool beside it or on the PATH.
 * @throws ConfigurationError where one of them is missing
 */
export function findPrometheus(named: string, workingDirectory: string, path: string): PrometheusPrograms {
  const server = whichCommandSync(named, { cwd: workingDirectory, path })
  if (server === undefined) {
    throw new ConfigurationError(
      `--prometheus ${named}: there is no such program here or on the PATH; install Prometheus (Debian: apt-get install prometheus) and give "prometheus", or give the path of the program.`,
    )
  }
  const beside = join(dirname(server), 'promtool')
  const promtool = existsSync(beside) ? beside : whichCommandSync('promtool', { path })
  if (promtool === undefined) {
    throw new ConfigurationError(
      `--prometheus ${named}: there is no promtool beside ${server} or on the PATH; it comes with Prometheus: install both.`,
    )
  }
  return { server, promtool }
}
