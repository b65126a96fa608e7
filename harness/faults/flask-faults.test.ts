import { flaskForTests } from '../test-support/availability.ts'
import { flaskCases } from './cases.ts'
import { defineCaseTests } from './define-tests.ts'

const flask = await flaskForTests('The faults of the bundled Flask backend')

defineCaseTests('flask', flask === undefined ? [] : flaskCases(flask))
