import { playCases } from './define-tests.ts'
import { setUpCases } from './environment-cases.ts'

playCases('set-up', setUpCases())
