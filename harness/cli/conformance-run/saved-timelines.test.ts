import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runCli, SLOW_TEST } from '../../test-support/cli-run.ts'
import { TemporaryDirectory } from '../../util/temporary-directory.ts'
import { REPRODUCE } from '../commands/reproduce/command.ts'
import { parseOptions } from '../options/parse.ts'

const directory = new TemporaryDirectory()
afterAll(() => directory[Symbol.dispose]())
const WORK = { workingDirectory: directory.path }
const SAVED = { ...WORK, program: 'reproduce' } as const
const CLAUSE = 'connect/response-event-forwarded'
const BROKEN = ['--fault', 'drop-connect-response']

/** From the verdict on, as it stands in both. */
function verdictIn(stdout: string): string {
  return /\n {13}✗ expected.*?check first: .*?\n\n/s.exec(stdout)?.[0] ?? 'no verdict'
}

describe('Saved timelines', SLOW_TEST, () => {
  test('Judge a saved timeline again to the same verdict and lines, without a gateway', async () => {
    const played = await runCli([CLAUSE, ...BROKEN, '--save', 'saved.jsonl'], SAVED)
    expect(played.code).toBe(1)
    expect(played.stdout).toContain(`\ntimeline   ${join(directory.path, 'saved.jsonl')}\n`)
    const replayed = await runCli(['--replay', 'saved.jsonl'], SAVED)
    expect({ code: replayed.code, stderr: replayed.stderr }).toEqual({ code: 1, stderr: '' })
    expect(verdictIn(played.stdout)).toMatch(
      /gateway at fault: it did not send the event of the connect answer to the client/,
    )
    expect(verdictIn(replayed.stdout)).toBe(verdictIn(played.stdout))
    for (const line of played.stdout.match(/^ +\d+\.\d ms .*$/gm) ?? []) {
      expect(replayed.stdout).toContain(line)
    }
    expect(replayed.stdout).toMatch(/judged again from what was recorded: 2 expectations of connect\//)
  })

  test('Save no timeline of many runs that never fail', async () => {
    const { code, stdout } = await runCli([CLAUSE, '--repeat', '2', '--save', 'never.jsonl'], SAVED)
    expect(code).toBe(0)
    expect(stdout).toContain('no timeline was saved: it never failed')
    expect(readdirSync(directory.path)).not.toContain('never.jsonl')
  })

  test('Save the timeline of each scenario that fails in a gate, and no other', async () => {
    const only = ['--only', CLAUSE, '--only', 'send/in-order']
    const { code, stdout } = await runCli([...BROKEN, ...only, '--save-timelines', 'kept'], WORK)
    expect(code).toBe(1)
    const kept = readdirSync(join(directory.path, 'kept'))
    expect(kept).toHaveLength(4)
    expect(kept).toContain('connect.response-event-forwarded.on-the-raw-wire.jsonl')
    expect(stdout).toContain(`timelines   ${join(directory.path, 'kept')} (4 files)\n`)
    const again = await runCli(['--replay', `kept/${kept[0]}`], SAVED)
    expect(again.stdout).toContain(
      'gateway at fault: it did not send the event of the connect answer to the client',
    )
  })

  test('Save a scenario about a backend that fails, and judge it again', async () => {
    const args = ['--backend-fault', 'no-connection-open', '--only', 'backend/connection-open-answered']
    const program = 'backend' as const
    const { code } = await runCli([...args, '--save-timelines', 'backend'], { ...WORK, program })
    expect(code).toBe(1)
    const kept = readdirSync(join(directory.path, 'backend'))
    expect(kept).toHaveLength(2)
    const again = await runCli(['--replay', `backend/${kept[0]}`], SAVED)
    expect(again.code).toBe(1)
    expect(again.stdout).toMatch(/^backend {2}the bundled mock backend/m)
    expect(again.stdout).toContain('backend at fault: its connect answer lacks the event connection_open')
  })

  test('Replace the timelines of an earlier run, and save none of a known failure', async () => {
    const list = join(directory.path, 'known.yml')
    writeFileSync(list, `- { clause: ${CLAUSE}, reason: it never did }\n`)
    const kept = ['--save-timelines', 'replaced']
    await runCli([...BROKEN, '--only', 'connect/response-event-once', ...kept], WORK)
    const before = readdirSync(join(directory.path, 'replaced'))
    const known = [...BROKEN, '--only', CLAUSE, ...kept, '--known-failures', list]
    const { code } = await runCli([...known, '--save-timelines-of', 'failed-and-known'], WORK)
    const between = readdirSync(join(directory.path, 'replaced'))
    const { stdout } = await runCli(known, WORK)
    const after = readdirSync(join(directory.path, 'replaced'))
    expect(code).toBe(0)
    expect(before.length).toBeGreaterThan(0)
    expect(between).toHaveLength(4)
    for (const name of before) expect(between).not.toContain(name)
    expect({ after, stdout }).toEqual({ after: [], stdout: expect.stringContaining('replaced (0 files)\n') })
  })

  test('Compress a long timeline, and judge it to the same verdict', async () => {
    const long = ['--only', 'connect/malformed-answer-accepted', '--save-timelines-of', 'all']
    const { code } = await runCli([...long, '--save-timelines', 'long'], WORK)
    expect(code).toBe(0)
    const name = 'connect.malformed-answer-accepted.a-megabyte-of-JSON.jsonl.gz'
    expect(readdirSync(join(directory.path, 'long'))).toContain(name)
    expect(statSync(join(directory.path, 'long', name)).size).toBeLessThan(20_000)
    const again = await runCli(['--replay', `long/${name}`], SAVED)
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' })
    expect(again.stdout).toContain('of connect/malformed-answer-accepted: a megabyte of JSON')
    // The next run knows it for its own.
    expect((await runCli(['--list', '--save-timelines', 'long'], WORK)).code).toBe(0)
    const next = await runCli(['--only', 'send/named-event', '--save-timelines', 'long'], WORK)
    expect({ code: next.code, left: readdirSync(join(directory.path, 'long')) }).toEqual({
      code: 0,
      left: [],
    })
  })

  test('Refuse to save timelines beside other files or in the report, before anything is run', async () => {
    const folder = join(directory.path, 'notes')
    mkdirSync(folder)
    writeFileSync(join(folder, 'mine.jsonl'), 'Dear Sir')
    const runs = [
      runCli(['--save-timelines', 'notes'], WORK),
      runCli(['--out', 'r', '--save-timelines', 'r/timelines'], WORK),
    ]
    const [foreign, inside] = await Promise.all(runs)
    expect(foreign).toMatchObject({ code: 2, stdout: '' })
    expect(foreign?.stderr).toContain('notes contains more than saved timelines (mine.jsonl), which')
    expect(inside).toMatchObject({ code: 2, stdout: '' })
    expect(inside?.stderr).toMatch(/r\/timelines lies in --out .*\/r, which is replaced as a whole/)
    expect(readdirSync(folder)).toEqual(['mine.jsonl'])
  })
})

describe('Refuse in one sentence', SLOW_TEST, () => {
  test.each([
    [
      'a scenario beside a saved timeline',
      [CLAUSE, '--replay', 'saved.jsonl'],
      `so that ${CLAUSE} has no place`,
    ],
    ['a flag beside it', ['--replay', 'saved.jsonl', '--hold'], 'so that --hold has no place'],
  ])('%s', (_what, args, sentence) => {
    expect(() => parseOptions(REPRODUCE, args)).toThrow(sentence)
  })

  test('a file that is no timeline, with exit code 2 and no change to it', async () => {
    const letter = join(directory.path, 'letter')
    writeFileSync(letter, 'Dear Sir')
    mkdirSync(join(directory.path, 'folder'))
    const runs = [
      runCli(['--replay', 'letter'], SAVED),
      runCli([CLAUSE, '--save', 'letter'], SAVED),
      runCli(['--only', CLAUSE, '--save-timelines', 'letter'], WORK),
    ]
    for (const { code, stdout, stderr } of await Promise.all(runs)) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^(?:reproduce|gate): .*letter.*; name .*\.\n$/)
    }
    expect(readFileSync(letter, 'utf8')).toBe('Dear Sir')
  })
})
