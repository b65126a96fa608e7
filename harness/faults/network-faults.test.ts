import { networkCases } from './cases.ts'
import { playCases } from './define-tests.ts'

playCases('network', networkCases())
