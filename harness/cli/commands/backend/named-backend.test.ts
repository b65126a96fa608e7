import { fileURLToPath } from 'node:url'
import getPort from 'get-port'
import { describe, expect, test } from 'vitest'
import { cleanedEnvironment, Subprocess } from '../../../process/index.ts'
import { judged } from '../../../test-support/backend-command.ts'
import { SLOW_TEST } from '../../../test-support/cli-run.ts'

const ONE = ['--only', 'backend/version-queued']

describe('Judge the backend of --backend-command or --backend-url', SLOW_TEST, () => {
  const PROGRAM_FILE = fileURLToPath(new URL('../../../backend/targets/mock/server.ts', import.meta.url))
  const COMMAND = ['--backend-command', `exec ${process.execPath} ${PROGRAM_FILE}`]

  test('Start a backend by its command, and name it so', async () => {
    const { code, stdout, result } = await judged([...COMMAND, ...ONE, '--backend-env', 'GREETING=hello'])
    expect(code).toBe(0)
    expect(stdout).toContain(`backend  exec ${process.execPath} ${PROGRAM_FILE}`)
    expect(result).toMatchObject({ target: { kind: 'command' }, environment: { backendEnv: ['GREETING'] } })
  })

  test('Report a backend that does not start as not testable, with its last output', async () => {
    const { code, stdout } = await judged(['--backend-command', 'echo no such database; exit 1', ...ONE])
    expect(code).toBe(3)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /not testable: The backend .* ended with exit code 1 before .* Last output: no such database/,
    )
  })

  test('Name the missing test hook of a clause that is not testable', async () => {
    const { code, stdout } = await judged([...COMMAND, ...ONE, '--backend-env', 'FLASK_ENV=production'])
    expect(code).toBe(3)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'needs the test hook POST /api/testing/deployments/version, which the backend answers 400',
    )
  })

  test('Report a wrong secret without either secret', async () => {
    const args = ['--only', 'backend/secret-accepted', '--backend-env', 'SSE_CALLBACK_SECRET=open sesame']
    const { code, stdout, stderr, result, junit } = await judged([...COMMAND, ...args])
    expect(code).toBe(1)
    expect(stdout).toContain('configuration at fault: gateway and backend have different secrets\n')
    expect(stdout).toMatch(
      /'backend\/secret-accepted: [^']+' --.* --backend-env SSE_CALLBACK_SECRET="\$\{SSE_CALLBACK_SECRET:\?[^"]+\}"\n/,
    )
    expect([stdout, stderr, JSON.stringify(result), junit].join('\n')).not.toContain('sesame')
  })

  test('Report clauses that need a start as not testable for a running backend', async () => {
    const [backendPort, sendPort] = [await getPort(), await getPort()]
    await using _backend = await Subprocess.start({
      command: process.execPath,
      args: [PROGRAM_FILE],
      env: {
        ...cleanedEnvironment(),
        PORT: String(backendPort),
        SSE_GATEWAY_URL: `http://127.0.0.1:${sendPort}`,
      },
    })
    const url = ['--backend-url', `http://127.0.0.1:${backendPort}`, '--send-port', String(sendPort)]
    const { code, result } = await judged([...url, ...ONE, '--only', 'backend/secret-required'])
    expect(code).toBe(3)
    expect(result).toMatchObject({ target: { kind: 'url' }, counts: { passed: 1, notTestable: 1 } })
    const reason = result?.clauses.find(({ id }) => id === 'backend/secret-required')?.reason
    expect(reason).toBe('needs a backend that we start, with FLASK_ENV=production')
  })

  test('Report sends to another address', async () => {
    const elsewhere = ['--backend-env', 'SSE_GATEWAY_URL=http://127.0.0.1:1']
    const { code, stdout } = await judged([...COMMAND, ...ONE, ...elsewhere, '--timeout', '1'])
    expect(code).toBe(1)
    expect(stdout).toContain('configuration at fault: the backend has the address of another gateway\n')
  })
})
