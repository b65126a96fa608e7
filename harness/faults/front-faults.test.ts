import { needs } from '../test-support/availability.ts'
import { defineCaseTests } from './define-tests.ts'
import { frontCases } from './front-cases.ts'

const nginx = needs('nginx', 'The faults of the reverse proxy')

defineCaseTests(nginx === undefined ? [] : frontCases())
