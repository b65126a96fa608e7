/**
 * Measures, alternating and in one run: an empty test that imports the harness, one boot of the reference gateway, the
 * conversations of tasks and versions (what the gate played when it was first built) and the whole gate of each
 * edition, and one beside the Flask application. `--rounds N` (default 5), `--gateway PATH` adds another.
 */
import { globSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { execa } from 'execa'
import { EDITIONS } from '../harness/contract/index.ts'
import { resolveTarget, startGateway } from '../harness/gateway/index.ts'
import { cleanedEnvironment } from '../harness/process/index.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, gateway: { type: 'string' } },
})
const rounds = Number(values.rounds)

const CONVERSATIONS = [
  ...globSync('scenarios/{task,version}/*.test.ts').toSorted(),
  'scenarios/connection-open.test.ts',
].flatMap(file => ['--only', file])

const subjects: Record<string, () => Promise<number>> = {
  'empty test': () => timeOf(['run', '--silent', 'bench:empty']),
  'gateway boot': bootTime,
  conversations: () => gate(...CONVERSATIONS),
  'conversations, connection_open lost': () => gate('--fault', 'drop-connect-response', ...CONVERSATIONS),
  'gate --fast': () => gate('--fast'),
  'gate --backend flask': () => gate('--backend', 'flask'),
  ...Object.fromEntries(EDITIONS.map(edition => [edition, () => gate('--edition', edition)])),
}
const { gateway } = values
if (gateway !== undefined) {
  subjects[`gate --fast --gateway ${gateway}`] = () => gate('--fast', '--gateway', gateway)
}

const times = new Map<string, number[]>(Object.keys(subjects).map(name => [name, []]))
for (let round = 1; round <= rounds; round += 1) {
  for (const [name, measure] of Object.entries(subjects)) times.get(name)?.push(await measure())
}

for (const [name, readings] of times) {
  const sorted = readings.toSorted((a, b) => a - b)
  console.log(
    `${name.padEnd(44)} median ${median(name).toFixed(0).padStart(6)} ms   (${sorted[0]?.toFixed(0)} to ${sorted.at(-1)?.toFixed(0)}, ${readings.length} rounds)`,
  )
}
/** One callback timeout, in milliseconds: what the first gate could not be faster than. */
const TIMEOUT = 5_000
const conversations = median('conversations')
console.log(`
conversations less one boot, against an empty test   ${((conversations - median('gateway boot')) / median('empty test')).toFixed(2)}   (aim: at most 2.5)
red run against a green one                          ${(median('conversations, connection_open lost') / conversations).toFixed(2)}   (aim: at most 1.5)`)
/** What a second process and its start may cost, in milliseconds. */
const BESIDE = 2_000
const mock = median('callback-events')
console.log(
  `gate --backend flask against 2 s and 1.5 mock gates                  ${(median('gate --backend flask') / (BESIDE + 1.5 * mock)).toFixed(2)}   (aim: at most 1)`,
)
for (const edition of EDITIONS) {
  const first = conversations + TIMEOUT
  console.log(
    `${edition.padEnd(16)} against the conversations and one callback timeout   ${(median(edition) / first).toFixed(2)}   (aim: at most 3)`,
  )
}

function gate(...args: string[]): Promise<number> {
  return timeOf(['run', '--silent', 'gate', '--', ...args])
}

/** Milliseconds that npm takes with these arguments, whatever its exit code. */
async function timeOf(args: readonly string[]): Promise<number> {
  const began = performance.now()
  await execa('npm', args, { reject: false, stdin: 'ignore' })
  return performance.now() - began
}

async function bootTime(): Promise<number> {
  const target = await resolveTarget({
    edition: 'callback-events',
    workingDirectory: process.cwd(),
    environment: cleanedEnvironment(),
  })
  const began = performance.now()
  await using _gateway = await startGateway(target, { callbackUrl: 'http://127.0.0.1:9/' })
  return performance.now() - began
}

function median(name: string): number {
  const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
