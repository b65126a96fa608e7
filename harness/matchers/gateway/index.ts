import { expect } from 'vitest'
import { allMatchers } from './all.ts'

expect.extend(allMatchers())

export type { ExpectedEvent } from '../../scenario/expected-event.ts'
export { assignToScenario } from '../registry.ts'
export { expect }
