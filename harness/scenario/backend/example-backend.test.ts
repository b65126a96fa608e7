import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { flaskForTests } from '../../backend/running/flask/availability.ts'
import type { StartableBackend } from '../../backend/running/index.ts'
import type { ClauseId } from '../../contract/index.ts'
import { storyOf } from '../story.ts'
import { allBackendScenarios } from './all-scenarios.ts'
import { BackendSession, defaultBackendSettings, judgeBackendScenario } from './index.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const scenarios = await allBackendScenarios()

const flask = await flaskForTests('The smallest backend, examples/backend')

/** The example, in the Python environment of the bundled Flask application, which has what it needs. */
function exampleIn({ command, environment }: StartableBackend): StartableBackend {
  return {
    identity: { name: 'examples/backend', kind: 'command' },
    command: 'sh',
    args: ['-c', 'exec "$0" -m flask --app examples/backend/app.py run --port {port}', command],
    workingDirectory: ROOT,
    environment: { ...environment, PYTHONDONTWRITEBYTECODE: '1' },
  }
}

describe.runIf(flask)('The example backend', { timeout: 180_000 }, () => {
  test('passes every clause about backends', async () => {
    if (flask === undefined) throw new Error('expected a Flask environment')
    await using session = new BackendSession(defaultBackendSettings(exampleIn(flask)))
    const stories = new Map<ClauseId, string>()
    for (const declared of scenarios) {
      if (stories.has(declared.clause)) continue
      const outcome = await judgeBackendScenario(declared, session)
      if (outcome !== undefined) stories.set(declared.clause, storyOf(declared.clause, outcome))
    }
    expect([...stories.values()].join('\n\n')).toBe('')
  })
})
