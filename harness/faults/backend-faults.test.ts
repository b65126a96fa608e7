import { backendCases } from './cases.ts'
import { defineCaseTests } from './define-tests.ts'

defineCaseTests(backendCases())
