import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunResult } from '../report/index.ts'
import { TemporaryDirectory } from '../util/temporary-directory.ts'
import { type GateEnd, runCli } from './cli-run.ts'

export interface BackendCommandEnd extends GateEnd {
  /** Missing where the command was refused. */
  readonly result: RunResult | undefined
  readonly junit: string
  /** The list of known failures that it wrote as draft.yml. */
  readonly draft: string
}

/** Runs the command `backend` with its report in a directory of its own, and files in there. */
export async function judged(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<BackendCommandEnd> {
  using directory = new TemporaryDirectory()
  for (const [name, text] of Object.entries(files)) directory.write(name, text)
  const options = { program: 'backend', workingDirectory: directory.path } as const
  const end = await runCli([...args, '--out', 'report'], options)
  const read = (name: string): string => readFileSync(join(directory.path, name), 'utf8')
  const result: RunResult | undefined = end.code === 2 ? undefined : JSON.parse(read('report/result.json'))
  const draft = args.includes('draft.yml') ? read('draft.yml') : ''
  return { ...end, result, draft, junit: result === undefined ? '' : read('report/junit.xml') }
}
