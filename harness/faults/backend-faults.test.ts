import { backendCases } from './cases.ts'
import { playCases } from './define-tests.ts'

playCases('backend', backendCases())
