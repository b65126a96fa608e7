import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { TemporaryDirectory } from '../gateway/temporary-directory.ts'
import { PATIENT, runGate } from './gate-run.ts'
import { parseReproCommandLine } from './repro-command-line.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
const WORK = { workingDirectory: directory.path }
const REPRO = { ...WORK, program: 'repro' } as const
const CLAUSE = 'connect/response-event-forwarded'
const BROKEN = ['--fault', 'drop-connect-response']

/** From the verdict on, as it stands in both. */
function verdictIn(stdout: string): string {
  return /\n {13}✗ expected.*?check first: .*?\n\n/s.exec(stdout)?.[0] ?? 'no verdict'
}

describe('A timeline', PATIENT, () => {
  test('that was saved comes to the verdict that was given, with its lines, without a gateway.', async () => {
    const played = await runGate([CLAUSE, ...BROKEN, '--save', 'saved.jsonl'], REPRO)
    expect(played.code).toBe(1)
    expect(played.stdout).toContain(`\ntimeline   ${join(directory.path, 'saved.jsonl')}\n`)
    const replayed = await runGate(['--replay', 'saved.jsonl'], REPRO)
    expect({ code: replayed.code, stderr: replayed.stderr }).toEqual({ code: 1, stderr: '' })
    expect(verdictIn(played.stdout)).toMatch(/gateway at fault: lost between accepted and written/)
    expect(verdictIn(replayed.stdout)).toBe(verdictIn(played.stdout))
    for (const line of played.stdout.match(/^ +\d+\.\d ms .*$/gm) ?? []) {
      expect(replayed.stdout).toContain(line)
    }
    expect(replayed.stdout).toMatch(/judged again from what was recorded: 2 expectations of connect\//)
  })

  test('of many plays that never fail is not saved.', async () => {
    const { code, stdout } = await runGate([CLAUSE, '--repeat', '2', '--save', 'never.jsonl'], REPRO)
    expect(code).toBe(0)
    expect(stdout).toContain('no timeline was saved: it never failed')
    expect(readdirSync(directory.path)).not.toContain('never.jsonl')
  })

  test('of each scenario that fails is saved by a gate, and no other.', async () => {
    const only = ['--only', CLAUSE, '--only', 'send/in-order']
    const { code, stdout } = await runGate([...BROKEN, ...only, '--save-timelines', 'kept'], WORK)
    expect(code).toBe(1)
    expect(stdout).toContain(`timelines   ${join(directory.path, 'kept')}\n`)
    const kept = readdirSync(join(directory.path, 'kept'))
    expect(kept).toHaveLength(4)
    expect(kept).toContain('connect.response-event-forwarded.on-the-raw-wire.jsonl')
    const again = await runGate(['--replay', `kept/${kept[0]}`], REPRO)
    expect(again.stdout).toContain('gateway at fault: lost between accepted and written')
  })
})

describe('What cannot be saved or judged is told in one sentence', PATIENT, () => {
  test.each([
    [
      'a scenario beside a saved timeline',
      [CLAUSE, '--replay', 'saved.jsonl'],
      `so that ${CLAUSE} has no place`,
    ],
    ['a flag beside it', ['--replay', 'saved.jsonl', '--hold'], 'so that --hold has no place'],
  ])('%s', (_what, args, sentence) => {
    expect(() => parseReproCommandLine(args, '')).toThrow(sentence)
  })

  test('a file that is none, with exit code 2 and nothing changed.', async () => {
    const letter = join(directory.path, 'letter')
    writeFileSync(letter, 'Dear Sir')
    mkdirSync(join(directory.path, 'folder'))
    const runs = [
      runGate(['--replay', 'letter'], REPRO),
      runGate([CLAUSE, '--save', 'letter'], REPRO),
      runGate(['--only', CLAUSE, '--save-timelines', 'letter'], WORK),
    ]
    for (const { code, stdout, stderr } of await Promise.all(runs)) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(
        /^(?:repro|gate): .*letter.*; name .*\.\n$|^gate: .*letter.*name one that exists.*\.\n$/,
      )
    }
    expect(readFileSync(letter, 'utf8')).toBe('Dear Sir')
  })
})
