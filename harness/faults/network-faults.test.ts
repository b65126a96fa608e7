import { networkCases } from './cases.ts'
import { defineCaseTests } from './define-tests.ts'

defineCaseTests(networkCases())
