import { afterAll, describe, test } from 'vitest'
import { SLOW_TEST } from '../../../test-support/cli-run.ts'
import { expectRefusal } from '../../../test-support/expect-refusal.ts'
import { TemporaryDirectory } from '../../../util/temporary-directory.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
directory.write('a-file', '')
directory.write('full/treasure.txt', '')
directory.write('no-reason.yaml', '- clause: send/named-event\n')
directory.write('no-clause.yaml', '- clause: send/nammed-event\n  reason: x\n')
directory.write('no-list.yaml', 'clause: send/named-event\n')
directory.write('good.yaml', '- clause: send/named-event\n  reason: x\n')
directory.write('other.yaml', '- clause: connect/response-event-first\n  reason: x\n')
directory.write('typo.yaml', '- clause: send/named-event\n  reason: x\n  exipres: 2027-03-31\n')
directory.write('no-day.yaml', '- clause: send/named-event\n  reason: x\n  expires: 2027-02-30\n')
directory.write('number.yaml', '- clause: send/named-event\n  reason: 5\n')
directory.write('broken.yaml', '- clause: [\n')

describe('Refuse in one sentence with exit code 2', SLOW_TEST, () => {
  test.each([
    [
      'a missing list of known failures',
      ['--known-failures', 'none.yaml'],
      /none.yaml cannot be read \(ENOENT\)/,
    ],
    [
      'a known failure without reason',
      ['--known-failures', 'no-reason.yaml'],
      /no-reason.yaml:1: .* add "reason:"/,
    ],
    [
      'a known failure of no clause',
      ['--known-failures', 'no-clause.yaml'],
      /did you mean "send\/named-event"\?/,
    ],
    [
      'known failures that are no list',
      ['--known-failures', 'no-list.yaml'],
      /no-list.yaml:1: expected a list/,
    ],
    [
      'a known failure with a typo',
      ['--known-failures', 'typo.yaml'],
      /typo.yaml:3: unknown field "exipres" \(did you mean "expires"\?\); expected/,
    ],
    [
      'a known failure until a day that no calendar has',
      ['--known-failures', 'no-day.yaml'],
      /no-day.yaml:3: .*"2027-02-30".*; expected .* such as 2027-03-31/,
    ],
    [
      'a known failure whose reason is a number',
      ['--known-failures', 'number.yaml'],
      /number.yaml:2: "reason" is the number 5; expected text/,
    ],
    [
      'known failures that are no YAML',
      ['--known-failures', 'broken.yaml'],
      /broken.yaml:2: not valid YAML .*; expected one list/,
    ],
    [
      'a known failure of another edition',
      ['--edition', 'envelope', '--known-failures', 'other.yaml'],
      /other.yaml:1: the edition envelope does not have .*--edition callback-events/,
    ],
    [
      'a draft over a file of yours',
      ['--write-known-failures', 'good.yaml'],
      /good.yaml exists and would be overwritten; name a new file, or give this one to --known-failures/,
    ],
    [
      'a draft over another list than the one given',
      ['--known-failures', 'good.yaml', '--write-known-failures', 'a-file'],
      /a-file exists and would be overwritten/,
    ],
    [
      'a draft under a file',
      ['--write-known-failures', 'a-file/known.yml'],
      /a-file\/known.yml cannot be written \(ENOTDIR\); name a file in a directory that exists/,
    ],
    [
      'a draft in a directory that is not there',
      ['--write-known-failures', 'nowhere/known.yml'],
      /nowhere\/known.yml cannot be written \(ENOENT\)/,
    ],
    [
      'a draft inside the report',
      ['--out', 'report', '--write-known-failures', 'report/known.yml'],
      /lies in --out .*report, which is replaced as a whole; name a place elsewhere/,
    ],
    ['a file as report', ['--out', 'a-file'], /is a file; name a directory/],
    [
      'a directory of other things as report',
      ['--out', 'full'],
      /more than a report \(treasure.txt\).*new or empty/,
    ],
  ])('%s', (_, args, sentence) => expectRefusal(args, sentence, { workingDirectory: directory.path }))
})

test('Refuse a report under a file before anything is run', SLOW_TEST, () =>
  expectRefusal(
    ['--only', 'send/named-event', '--out', 'a-file/report'],
    /^gate: --out .*a-file\/report lies under .*a-file, which is a file; name another directory\.\n$/,
    { workingDirectory: directory.path },
  ),
)
