import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runCli, SLOW_TEST } from '../../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const REFERENCE = fileURLToPath(new URL('../../../../fixtures/reference-gateway/index.ts', import.meta.url))
const ONE = ['--only', 'send/named-event']

describe('Secrets', SLOW_TEST, () => {
  test('Print no secret of the callback URL or of the headers', async () => {
    using directory = new TemporaryDirectory()
    const faults = '--fault log-secret --fault drop-headers'
    const command = `echo "$CALLBACK_URL" >> told; exec ${process.execPath} ${REFERENCE} ${faults}`
    const { code, stdout, stderr } = await runCli(
      ['--gateway-command', command, '--only', 'connect/callback-headers', '--out', 'report'],
      { workingDirectory: directory.path },
    )
    expect(code).toBe(1)
    const read = (name: string) => readFileSync(join(directory.path, name), 'utf8')
    const everything = [stdout, stderr, read('report/result.json'), read('report/junit.xml')].join('\n')
    const secrets = read('told').match(/(?<=secret=)[^&\s]+/g) ?? []
    expect(secrets).not.toEqual([])
    for (const secret of [...secrets, 'abc.def', 'session=1']) expect(everything).not.toContain(secret)
  })

  test('Print no secret that a backend logs', async () => {
    using directory = new TemporaryDirectory()
    const program = `console.error('told ' + process.env.SSE_CALLBACK_SECRET); process.exit(1)`
    const command = `echo "$SSE_CALLBACK_SECRET" >> told; exec ${process.execPath} -e "${program}"`
    const args = ['--only', 'version', '--out', 'report', '--backend-command', command]
    for (const more of [[], ['--backend-env', 'SSE_CALLBACK_SECRET=hunter2x']]) {
      const { stdout, stderr } = await runCli([...args, ...more], { workingDirectory: directory.path })
      const read = (name: string) => readFileSync(join(directory.path, name), 'utf8')
      const everything = [stdout, stderr, read('report/result.json'), read('report/junit.xml')].join('\n')
      expect(everything).toContain('told [redacted]')
      for (const secret of read('told').trim().split('\n')) expect(everything).not.toContain(secret)
    }
  })

  test('Print no secret in the last output of a gateway that did not start', async () => {
    using directory = new TemporaryDirectory()
    const { code, stdout } = await runCli(
      ['--gateway-command', 'echo "$CALLBACK_URL" | tee -a told; exit 1', ...ONE, '--out', 'report'],
      { workingDirectory: directory.path },
    )
    expect(code).toBe(3)
    const read = (name: string) => readFileSync(join(directory.path, name), 'utf8')
    const [secret = ''] = /(?<=secret=)[^&\s]+/.exec(read('told')) ?? []
    expect(secret).not.toBe('')
    for (const text of [stdout, read('report/result.json'), read('report/junit.xml')]) {
      expect(text).not.toContain(secret)
      expect(text).toContain('secret=[redacted]')
    }
  })
})
