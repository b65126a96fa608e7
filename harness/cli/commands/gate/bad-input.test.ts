import { afterAll, describe, test } from 'vitest'
import { SLOW_TEST } from '../../../test-support/cli-run.ts'
import { expectRefusal } from '../../../test-support/expect-refusal.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())

describe('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  test.each([
    [
      'an unknown flag',
      ['--gatway', 'x'],
      /unknown option '--gatway' \(Did you mean --gateway\?\); see .*--help/,
    ],
    [
      'a flag of another command',
      ['--hold', '--only', 'send'],
      /unknown option '--hold', which reproduce has; see .*--help/,
    ],
    ['a word too many', ['../gateway'], /too many arguments.*--help/],
    [
      'a flag without its value',
      ['--gateway'],
      /'--gateway <path\|package\|image:name>' argument missing; see/,
    ],
    [
      'an unknown edition',
      ['--edition', 'callback-event'],
      /no such edition \(did you mean "callback-events"\?\)/,
    ],
    [
      'a clause that the edition does not have',
      ['--edition', 'send-only', '--only', 'connect/response-event-first'],
      /the edition send-only does not have this clause; it holds for callback-events/,
    ],
    ['an unknown clause', ['--only', 'send/nammed-event'], /\(did you mean "send\/named-event"\?\); --list/],
    [
      'a clause that its area does not have',
      ['--only', 'connect/nope'],
      /the area connect has no such clause; --list --only connect shows/,
    ],
    [
      'an area of another edition',
      ['--only', 'opening'],
      /^gate: --only opening: the edition callback-events does not have this area; it holds for envelope/,
    ],
    [
      'an area that the edition does not have',
      ['--only', 'connection-open', '--edition', 'envelope'],
      /the edition envelope does not have this area; it holds for callback-events/,
    ],
    ['an unknown area to leave out', ['--except', 'conect'], /^gate: --except conect is neither a clause/],
    [
      'nothing left to judge',
      ['--only', 'send/in-order', '--except', 'send'],
      /--except leaves no clause to judge/,
    ],
    ['an unknown area', ['--only', 'conect'], /nor an area.*\(did you mean "connect"\?\)/],
    [
      'an unknown file',
      ['--only', 'scenarios/task/sendd.test.ts'],
      /did you mean "scenarios\/task\/send.test.ts"\?/,
    ],
    [
      'a clause and a file',
      ['--only', 'send', '--only', 'scenarios/task/send.test.ts'],
      /not both at once; run/,
    ],
    [
      'an unknown fault',
      ['--fault', 'hang-on-sen'],
      /no such fault \(did you mean "hang-on-send"\?\); npm .*; see/,
    ],
    [
      'a fault for a gateway of yours',
      ['--fault', 'hang-on-send', '--gateway', '.'],
      /--fault breaks the bundled/,
    ],
    ['no seconds', ['--timeout', '0'], /Expected seconds, more than 0 and at most 600; see/],
    ['bad seconds', ['--startup-timeout', 'soon'], /Expected seconds/],
  ])('%s', (_, args, sentence) => expectRefusal(args, sentence, { workingDirectory: directory.path }))
})
