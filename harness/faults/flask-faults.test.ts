import { flaskForTests } from '../backend/running/flask/availability.ts'
import { flaskCases } from './cases.ts'
import { playCases } from './play-cases.ts'

const flask = await flaskForTests('The faults of the bundled Flask backend')

playCases('flask', flask === undefined ? [] : flaskCases(flask))
