import { gatewayCases } from './cases.ts'
import { defineCaseTests } from './define-tests.ts'

defineCaseTests(gatewayCases())
