import { backendCases } from './cases.ts'
import { playCases } from './play-cases.ts'

playCases('backend', backendCases())
