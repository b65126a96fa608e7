import { gatewayCases } from './cases.ts'
import { playCases } from './define-tests.ts'

playCases('gateway', gatewayCases())
