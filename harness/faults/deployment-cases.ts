import type { DeploymentFaultName } from '../../fixtures/faults/deployment.ts'
import { CHECKS, Visit } from '../deployment/index.ts'
import type { Case } from './case.ts'
import { faultsIn } from './catalogue.ts'
import { type SystemPrograms, startSystem } from './deployment-system.ts'
import type { TestBed } from './test-bed.ts'

/** A whole system that is put together wrongly, and the deployment checklist. */
export function deploymentCases(programs: SystemPrograms): Case[] {
  return faultsIn('deployment').map(placed => ({
    ...placed,
    open: () => deploymentTestBed(programs, placed.name as DeploymentFaultName),
  }))
}

async function deploymentTestBed(programs: SystemPrograms, name: DeploymentFaultName): Promise<TestBed> {
  const system = await startSystem(programs, name)
  const visit = new Visit(system.settings)
  return {
    session: { hasGivenUp: false, [Symbol.asyncDispose]: () => system[Symbol.asyncDispose]() },
    runs: CHECKS.map(({ clause, judge }) => ({
      clause,
      isCostly: false,
      isAlone: false,
      judge: () => judge(visit),
    })),
  }
}
