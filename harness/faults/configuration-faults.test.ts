import { defineCaseTests } from './define-tests.ts'
import { environmentCases } from './environment-cases.ts'

defineCaseTests(environmentCases())
