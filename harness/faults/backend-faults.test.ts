import { needs } from '../test-support/availability.ts'
import { backendCases } from './cases.ts'
import { defineCaseTests } from './define-tests.ts'

const SUITE = 'The faults of a backend that only Prometheus sees'
const server = needs('prometheus', SUITE)
const promtool = needs('promtool', SUITE)

defineCaseTests(
  backendCases(server === undefined || promtool === undefined ? undefined : { server, promtool }),
)
