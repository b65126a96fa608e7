import { playCases } from './play-cases.ts'
import { setUpCases } from './set-up-cases.ts'

playCases('set-up', setUpCases())
