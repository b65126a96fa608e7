import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { cleanedEnvironment } from '../process/index.ts'
import { SLOW_TEST } from '../test-support/cli-run.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Times and tokens differ in every run. */
function withoutTimesAndTokens(line: string): string {
  return line
    .replace(/\d+\.\d ms/, 'N ms')
    .replace(/token [0-9a-f]{8}…/, 'token …')
    .trim()
}

test(
  'Print the red result that README shows, except for the lines that it leaves out.',
  SLOW_TEST,
  async () => {
    const readme = readFileSync(`${ROOT}README.md`, 'utf8')
    const [, command = '', shown = ''] =
      /^```sh\n(npm run gate -- --fault [^\n]*)\n```\n.*?^```\n(✗ .*?)^```$/ms.exec(readme) ?? []
    const { all } = await execa('sh', ['-c', command], {
      cwd: ROOT,
      env: { ...cleanedEnvironment(), NO_COLOR: '1' },
      extendEnv: false,
      reject: false,
      all: true,
    })
    const printed = all.split('\n').map(withoutTimesAndTokens)
    const lines = shown.split('\n').map(withoutTimesAndTokens)
    expect(lines.filter(line => !printed.includes(line))).toEqual([])
    expect(lines.length).toBeGreaterThan(10)
  },
)
