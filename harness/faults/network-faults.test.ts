import { networkCases } from './cases.ts'
import { playCases } from './play-cases.ts'

playCases('network', networkCases())
