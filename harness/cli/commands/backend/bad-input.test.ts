import { fileURLToPath } from 'node:url'
import { describe, test } from 'vitest'
import { SLOW_TEST } from '../../../test-support/cli-run.ts'
import { expectRefusal } from '../../../test-support/expect-refusal.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const PROGRAM = { program: 'backend' } as const

describe('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  const GATEWAYS = /it is about gateways and says nothing of a backend; judge a gateway with npm .*run gate/
  test.each([
    ['a clause about gateways', ['--only', 'send/in-order'], GATEWAYS],
    ['an area about gateways', ['--only', 'send'], GATEWAYS],
    [
      'a file about gateways',
      ['--only', fileURLToPath(new URL('../../../../scenarios/task/send.test.ts', import.meta.url))],
      GATEWAYS,
    ],
    [
      'an unknown clause',
      ['--only', 'backend/version-queud'],
      /\(did you mean "backend\/version-queued"\?\)/,
    ],
    [
      'an unknown fault',
      ['--backend-fault', 'reverse-pending'],
      /no such fault of a bundled backend \(did you mean "reverses-pending"\?\)/,
    ],
    [
      'a list about gateways',
      ['--known-failures', 'gateway.yml'],
      /send\/in-order is about a gateway; .* npm run gate/,
    ],
    ['the end of a flag', ['--command', 'x'], /'--command' \(Did you mean --backend-command\?\)/],
    [
      'an unknown flag',
      ['--gateway', 'x'],
      /unknown option '--gateway', which gate, reproduce and probe have; see .*run backend -- --help/,
    ],
  ])('%s', async (_what, args, sentence) => {
    using directory = new TemporaryDirectory()
    directory.write('gateway.yml', '- clause: send/in-order\n  reason: x\n')
    await expectRefusal(args, sentence, { ...PROGRAM, workingDirectory: directory.path })
  })
})

describe('Refuse in the gate, with the command for it, a backend', SLOW_TEST, () => {
  test.each([
    ['by an area', ['--only', 'backend']],
    ['by a clause', ['--only', 'backend/version-queued']],
    [
      'by a file',
      ['--only', fileURLToPath(new URL('../../../../scenarios/backend/send.test.ts', import.meta.url))],
    ],
  ])('%s', async (_what, args) => {
    using directory = new TemporaryDirectory()
    const sentence = /it is about backends .*; judge a backend with npm .*run backend\.\n$/
    await expectRefusal(args, sentence, { workingDirectory: directory.path })
  })

  test('by a list of known failures', async () => {
    using directory = new TemporaryDirectory()
    directory.write('backend.yml', '- clause: backend/version-queued\n  reason: x\n')
    const sentence = /backend\/version-queued is about a backend; .* npm run backend\.\n$/
    await expectRefusal(['--known-failures', 'backend.yml'], sentence, { workingDirectory: directory.path })
  })
})
