import { describe, expectTypeOf, test } from 'vitest'
import type { ClauseId } from '../../contract/index.ts'
import type { BackendDriver, MockBackend } from '../../mock-backend/index.ts'
import { backendScenario } from '../backend/scenario.ts'
import type { ScenarioContext, ScriptedScenarioContext } from './context.ts'
import { scenario } from './scenario.ts'

const body = async (): Promise<void> => undefined

describe('A scenario', () => {
  test('cites a clause of the contract', () => {
    expectTypeOf(scenario).toBeCallableWith('connect/response-event-forwarded', body)
    expectTypeOf(scenario).parameter(0).toEqualTypeOf<ClauseId>()
    // @ts-expect-error: the contract has no such clause
    scenario('connect/no-such-clause', body)
    // @ts-expect-error: the contract has no such clause
    scenario.scripted('connect/no-such-clause', 'variant', body)
    // @ts-expect-error: the contract has no such clause
    backendScenario('backend/no-such-clause', body)
    // @ts-expect-error: any text could be any clause
    scenario('connect/response-event-forwarded' as string, body)
  })

  test('without a script has no way to script its backend', () => {
    expectTypeOf<ScenarioContext['backend']>().toEqualTypeOf<BackendDriver>()
    expectTypeOf<ScenarioContext['backend']>().not.toHaveProperty('replyToConnect')
    expectTypeOf<ScenarioContext>().not.toHaveProperty('send')
    expectTypeOf<ScenarioContext>().not.toHaveProperty('gateway')
    scenario('connect/response-event-forwarded', async context => {
      // @ts-expect-error: any backend plays this scenario
      context.backend.replyToConnect({ status: 403 })
    })
    // @ts-expect-error: a body that needs a script cannot be declared without one
    scenario('connect/response-event-forwarded', async (_: ScriptedScenarioContext) => undefined)
  })

  test('with a script has the mock backend', () => {
    expectTypeOf<ScriptedScenarioContext['backend']>().toEqualTypeOf<MockBackend>()
    expectTypeOf<ScriptedScenarioContext>().toExtend<ScenarioContext>()
    scenario.scripted('connect/response-event-forwarded', async context => {
      context.backend.replyToConnect({ status: 403 })
    })
  })
})
