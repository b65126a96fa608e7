import { DEPLOYMENT_FAULTS, type DeploymentFaultName } from '../../fixtures/faults/deployment.ts'
import { CHECKS, Visit } from '../deployment/index.ts'
import type { Case } from './case.ts'
import { type SystemPrograms, startSystem } from './deployment-system.ts'
import type { TestBed } from './test-bed.ts'

/** A whole system that is put together wrongly, and the deployment checklist. */
export function deploymentCases(programs: SystemPrograms): Case[] {
  const names = Object.keys(DEPLOYMENT_FAULTS) as DeploymentFaultName[]
  return names.map(name => ({
    place: 'deployment',
    name,
    fault: DEPLOYMENT_FAULTS[name],
    open: () => deploymentBed(programs, name),
  }))
}

function deploymentBed(programs: SystemPrograms, name: DeploymentFaultName): TestBed {
  const system = startSystem(programs, name)
  const visit = system.then(({ settings }) => new Visit(settings))
  return {
    trials: CHECKS.map(({ clause, judge }) => ({
      clause,
      isCostly: false,
      isAlone: false,
      judge: async () => judge(await visit),
    })),
    hasGivenUp: false,
    [Symbol.asyncDispose]: async () => {
      await (await system)[Symbol.asyncDispose]()
    },
  }
}
