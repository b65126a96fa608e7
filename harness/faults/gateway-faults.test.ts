import { gatewayCases } from './cases.ts'
import { playCases } from './play-cases.ts'

playCases('gateway', gatewayCases())
