import { needs } from '../test-support/availability.ts'
import { defineCaseTests } from './define-tests.ts'
import { deploymentCases } from './deployment-cases.ts'

const SUITE = 'The faults of a deployment'
const nginx = needs('nginx', SUITE)
const prometheus = needs('prometheus', SUITE)

defineCaseTests(
  nginx === undefined || prometheus === undefined
    ? []
    : deploymentCases({ proxy: { kind: 'nginx', program: nginx }, prometheus }),
)
