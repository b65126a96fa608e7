import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import type { StartableBackend } from '../../backend/index.ts'
import { type ClauseId, capabilitiesOf, DEFAULT_EDITION, isAbout } from '../../contract/index.ts'
import { formatFailure } from '../../diagnosis/format-failure.ts'
import { backendScenarios, gatewayScenarios } from '../../faults/scenarios.ts'
import type { Outcome } from '../../scenario/outcome.ts'
import { flaskForTests } from '../../test-support/availability.ts'
import { defaultSettings, GatewaySession, runDeclaredScenario } from '../index.ts'
import { BackendSession, defaultBackendSettings, runDeclaredBackendScenario } from './index.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const capabilities = capabilitiesOf(DEFAULT_EDITION)
/** Those that any backend can play in. */
const scenarios = gatewayScenarios.filter(
  ({ clause, scripted }) => !scripted && isAbout(clause, capabilities),
)

const unscraped = backendScenarios.filter(({ clause }) => isAbout(clause, 'backend'))

const flask = await flaskForTests('The smallest backend, examples/backend')

const APP = readFileSync(join(ROOT, 'examples/backend/app.py'), 'utf8')
const TASK_HOOK = '@app.post("/api/testing/tasks/start")'
const VERSION_HOOK = '@app.post("/api/testing/deployments/version")'
/** Instead of each hook: nothing. */
const NO_TASK_HOOK = [TASK_HOOK, ''] as const
const NO_VERSION_HOOK = [VERSION_HOOK, ''] as const

type Change = readonly [from: string, to: string]

const folder = mkdtempSync(join(tmpdir(), 'example-backend-'))
afterAll(() => rmSync(folder, { recursive: true }))
let copies = 0

/** The example with changes, in the Python environment of the bundled Flask application, which has what it needs. */
function exampleWith(
  { command, environment }: StartableBackend,
  changes: readonly Change[],
): StartableBackend {
  copies += 1
  const file = join(folder, `app${copies}.py`)
  for (const [from] of changes) expect(APP).toContain(from)
  writeFileSync(
    file,
    changes.reduce((text, [from, to]) => text.replace(from, to), APP),
  )
  return {
    identity: { name: 'examples/backend', kind: 'command' },
    command: 'sh',
    args: ['-c', `exec "$0" -m flask --app ${file} run --port {port}`, command],
    workingDirectory: ROOT,
    environment: { ...environment, PYTHONDONTWRITEBYTECODE: '1' },
  }
}

/** What is said of it under each clause that does not pass, its first scenario that goes wrong. */
async function judged(target: StartableBackend): Promise<Map<ClauseId, Outcome>> {
  await using session = new BackendSession({ ...defaultBackendSettings(target), limitMs: 2_000 })
  const outcomes = new Map<ClauseId, Outcome>()
  for (const declared of unscraped) {
    const known = outcomes.get(declared.clause)
    if (known?.verdict !== undefined) continue
    const outcome = await runDeclaredBackendScenario(declared, session)
    if (outcome !== undefined) outcomes.set(declared.clause, outcome)
  }
  return outcomes
}

async function judgedBesideGateway(target: StartableBackend): Promise<Map<ClauseId, Outcome>> {
  await using pair = new GatewaySession({ ...defaultSettings(), limitMs: 2_000 }, { backend: target })
  const outcomes = new Map<ClauseId, Outcome>()
  for (const declared of scenarios) {
    const outcome = await runDeclaredScenario(declared, pair)
    if (outcome !== undefined) outcomes.set(declared.clause, outcome)
  }
  return outcomes
}

function findings(outcomes: ReadonlyMap<ClauseId, Outcome>): string[] {
  return [...outcomes].flatMap(([clause, { verdict }]) =>
    verdict === undefined ? [] : [`${clause}: ${verdict.finding}`],
  )
}

describe.runIf(flask)('The example backend', { timeout: 180_000 }, () => {
  const example = (...changes: readonly Change[]) => {
    if (flask === undefined) throw new Error('expected a Flask environment')
    return exampleWith(flask, changes)
  }

  test('passes every clause about backends', async () => {
    const outcomes = await judged(example())
    const stories = [...outcomes].map(([clause, outcome]) => formatFailure(clause, outcome))
    expect(stories.join('\n\n')).toBe('')
  })

  test.each([
    ['any test hook', [NO_TASK_HOOK, NO_VERSION_HOOK]],
    ['the test hook for tasks', [NO_TASK_HOOK]],
    ['the test hook for versions', [NO_VERSION_HOOK]],
  ])('is at fault nowhere without %s', async (_what, changes) => {
    const target = example(...changes)
    const [alone, beside] = [await judged(target), await judgedBesideGateway(target)]
    expect([...findings(alone), ...findings(beside)]).toEqual([])
    expect(alone.size).toBeGreaterThan(0)
    expect(beside.size).toBeGreaterThan(0)
    for (const { notTestable } of [...alone.values(), ...beside.values()]) {
      expect(notTestable).toMatch(
        /^needs the test hook POST \/api\/testing\/\S+, which the backend answers 404; /,
      )
    }
  })

  const KEEPS = [
    'if identifier is not None and forget(identifier, token):',
    'if identifier is not None:',
  ] as const
  const HEEDS_NO_404 = ['if status == 404:', 'if False:'] as const

  const SENDS_ELSEWHERE = [
    'os.environ.get("SSE_GATEWAY_URL", "http://localhost:3000")',
    '"http://[::1]:9"',
  ] as const

  test('that sends to another address is told so once, and what needs its sends is not testable', async () => {
    const alone = await judged(example(SENDS_ELSEWHERE))
    expect(findings(alone)).toEqual([expect.stringMatching(/: configuration\/gateway-url-wrong$/)])
    const others = [...alone.values()].filter(({ verdict }) => verdict === undefined)
    expect(others.length).toBeGreaterThan(10)
    for (const { notTestable } of others)
      expect(notTestable).toMatch(/^the backend has sent nothing to the gateway; same/)
  })

  const FORGETS = 'backend/no-sends-after-disconnect: backend/sends-after-disconnect'
  const COUNTS = 'backend/active-connections-reported: backend/metrics-wrong'
  const REFUSED = 'backend/no-sends-after-404: backend/sends-after-404'
  test.each([
    ['keeps a connection that has ended', [KEEPS], [FORGETS, COUNTS]],
    ['keeps it also when the gateway answers 404', [KEEPS, HEEDS_NO_404], [FORGETS, COUNTS, REFUSED]],
  ])('that %s is told so, and no more', async (_what, changes, red) => {
    const outcomes = await judged(example(...changes))
    expect(findings(outcomes).toSorted()).toEqual(red.toSorted())
    expect(outcomes.get('backend/no-sends-after-disconnect')?.verdict?.summary).toMatch(
      /to the token of the client after the disconnect callback of its stream\.$/,
    )
  })
})
