/**
 * Measures, alternating and in one run: an empty test that imports the harness, one boot of the reference gateway, the
 * fast gate, the full gate, and the fast gate with a fault. `--rounds N` (default 5), `--gateway PATH` adds another.
 */
import { parseArgs } from 'node:util'
import { execa } from 'execa'
import { resolveTarget, startGateway } from '../harness/gateway/index.ts'
import { cleanedEnvironment } from '../harness/process/index.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, gateway: { type: 'string' } },
})
const rounds = Number(values.rounds)

const subjects: Record<string, () => Promise<number>> = {
  'empty test': () => timeOf(['run', '--silent', 'bench:empty']),
  'gateway boot': bootTime,
  'gate --fast': () => timeOf(['run', '--silent', 'gate', '--', '--fast']),
  'gate --fast --fault drop-connect-response': () =>
    timeOf(['run', '--silent', 'gate', '--', '--fast', '--fault', 'drop-connect-response']),
  gate: () => timeOf(['run', '--silent', 'gate']),
}
const { gateway } = values
if (gateway !== undefined) {
  subjects[`gate --fast --gateway ${gateway}`] = () =>
    timeOf(['run', '--silent', 'gate', '--', '--fast', '--gateway', gateway])
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
const fast = median('gate --fast')
const boot = median('gateway boot')
console.log(`
fast gate less one boot, against an empty test   ${((fast - boot) / median('empty test')).toFixed(2)}   (aim: at most 2.5)
full gate above the fast one                     ${(median('gate') - fast).toFixed(0)} ms (aim: at most 5000, one callback timeout)
red run against a green one                      ${(median('gate --fast --fault drop-connect-response') / fast).toFixed(2)}   (aim: at most 1.5)`)

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
