import { expect, test } from 'vitest'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

/** Answers health; prints what a failing application prints, and answers 500 to everything else. */
const BACKEND = `
import { createServer } from 'node:http'
console.error('started long ago')
createServer((request, response) => {
  if (request.url === '/api/health/healthz') return response.end('{}')
  console.error('Traceback (most recent call last):')
  console.error('\\u001b[31mKeyError: token\\u001b[0m')
  console.error('secret=' + process.env.SSE_CALLBACK_SECRET)
  response.writeHead(500).end()
}).listen(process.env.PORT, '127.0.0.1')
`

test(
  'Quote the last output of a backend at fault, since the scenario began, without colours and secrets',
  SLOW_TEST,
  async () => {
    using directory = new TemporaryDirectory()
    directory.write('backend.mjs', BACKEND)
    const flags = ['--backend-command', 'exec node backend.mjs', '--only', 'backend/connect-accepted']
    const secret = 'correct-horse-battery'
    const end = await runCli([...flags, '--backend-env', `SSE_CALLBACK_SECRET=${secret}`], {
      program: 'backend',
      workingDirectory: directory.path,
    })
    expect(end.code).toBe(1)
    expect(end.stdout).toContain('Traceback (most recent call last):')
    expect(end.stdout).toMatch(/^ +KeyError: token$/m)
    expect(end.stdout).not.toContain('started long ago')
    expect(end.stdout).not.toContain(secret)
    expect(end.stdout).not.toContain('\u001b')
  },
)
