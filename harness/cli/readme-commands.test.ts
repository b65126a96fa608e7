import { globSync, readFileSync } from 'node:fs'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { cleanedEnvironment } from '../process/index.ts'
import { SLOW_TEST } from '../test-support/cli-run.ts'
import { ROOT } from '../util/root.ts'

const PAGES = ['README.md', ...globSync('docs/*.md', { cwd: ROOT }).sort()]

/** What needs a gateway, a Python, an nginx, an image or a deployed system of the reader's, or takes minutes. */
const NOT_HERE =
  /\.\.\/SSEGateway|serve\.sh|flask|lost\.jsonl|--front|image:|--page|--url|npm ci|npm run faults -- --only|npm run deployment|npm run (?:gate|faults)$|--repeat 10|--fast/

/** The commands of the shell blocks of the pages, without their remarks. */
const commands = PAGES.flatMap(page =>
  [...readFileSync(`${ROOT}${page}`, 'utf8').matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap(([, block]) => (block ?? '').split('\n'))
    .map(line => line.replace(/\s+#.*$/, '').trim())
    .filter(line => line.startsWith('npm run ') && !NOT_HERE.test(line))
    .map(line => ({ page, line })),
)

test('Find the commands that need nothing from elsewhere', () => {
  const lines = commands.map(({ line }) => line)
  expect(lines).toContain('npm run gate -- --list')
  expect(lines).toContainEqual(expect.stringMatching(/^npm run (?:verify-)?backend$/))
})

test.each(commands)('$page: run "$line" as printed', SLOW_TEST, async ({ line }) => {
  const { exitCode, all } = await execa('sh', ['-c', line], {
    cwd: ROOT,
    env: cleanedEnvironment(),
    extendEnv: false,
    reject: false,
    all: true,
  })
  // A fault that is asked for is found, and a recording of a red scenario is red.
  const expected = /--(?:network-)?fault |--replay/.test(line) ? 1 : 0
  expect({ line, exitCode, output: exitCode === expected ? '' : all }).toEqual({
    line,
    exitCode: expected,
    output: '',
  })
})
