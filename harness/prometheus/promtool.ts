import { runCommand } from '../process/index.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'

const LIMIT_MS = 30_000

/** What promtool has to say. */
interface PromtoolReport {
  readonly isClean: boolean
  /** Its lines, as it printed them. */
  readonly lines: readonly string[]
}

/** Has promtool check a page of metrics. */
export async function checkMetricsPage(promtool: string, page: string): Promise<PromtoolReport> {
  using directory = new TemporaryDirectory()
  const file = directory.write('metrics', page)
  // It reads them from its standard input.
  // The file has to stay until promtool has read it.
  return await report('/bin/sh', ['-c', 'exec "$0" check metrics <"$1"', promtool, file], directory.path)
}

/** Runs promtool on files. */
export function runPromtool(promtool: string, args: readonly string[], cwd: string): Promise<PromtoolReport> {
  return report(promtool, args, cwd)
}

async function report(command: string, args: readonly string[], cwd: string): Promise<PromtoolReport> {
  const { exit, lines } = await runCommand({ command, args, cwd, env: { PATH: '/usr/bin:/bin' } }, LIMIT_MS)
  const printed = lines.map(({ text }) => text)
  return exit === undefined
    ? { isClean: false, lines: [...printed, `promtool did not end within ${LIMIT_MS / 1_000} s`] }
    : { isClean: exit.code === 0, lines: printed }
}
